package io.groqmeter.cli;

import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.console.CliContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that goes on until it is ended, run on a thread of the test's process. */
public final class RunningCommand implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Thread thread;
    private volatile int exitCode = -1;

    private RunningCommand(Map<String, String> env, Path folder, String... args) {
        Map<String, String> all = new HashMap<>(Map.of("GROQMETER_LANG", "en", "GROQMETER_ZONE", "UTC"));
        all.putAll(env);
        CliContext around =
                new CliContext(all, folder, new PrintWriter(out, true), new PrintWriter(err, true), Clock.systemUTC());
        thread = new Thread(() -> exitCode = Main.run(around, args), "test-command");
        thread.start();
    }

    /** Starts it and waits until it listens. */
    public static RunningCommand listening(Map<String, String> env, Path folder, String... args) {
        RunningCommand command = new RunningCommand(env, folder, args);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> URL.matcher(command.out()).find() || !command.thread.isAlive());
        if (command.exitCode != -1) {
            throw new IllegalStateException("it ended: " + command.err());
        }
        return command;
    }

    /** Starts it and waits until it has remarked that on stderr. */
    public static RunningCommand remarking(String remark, Path folder, String... args) {
        RunningCommand command = new RunningCommand(Map.of(), folder, args);
        await().atMost(Duration.ofSeconds(60)).until(() -> command.err().contains(remark));
        return command;
    }

    /** The first address it printed. */
    public String url() {
        Matcher found = URL.matcher(out());
        if (!found.find()) {
            throw new IllegalStateException("no address in: " + out());
        }
        return found.group();
    }

    /** The body at that path. */
    public String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url() + path)).build(), BodyHandlers.ofString())
                .body();
    }

    /** Asks it for a chat and gives the status. */
    public int chat() throws IOException, InterruptedException {
        String body = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/openai/v1/chat/completions"))
                .header("authorization", "Bearer gsk_planted")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    /** Ends it and gives its exit code. */
    public int end() {
        close();
        return exitCode;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(60).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("it did not end");
        }
    }
}
