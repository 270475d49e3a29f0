package io.groqmeter.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.cli.console.TemporaryFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code e2e/times}: how long each view takes to load and to paint, over books of any size. */
final class Times {

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final int WARM = 10;
    private static final int TIMES = 100;
    private static final int PAINTS = 7;
    private static final String BEGIN = "<!-- times: written by e2e/times -->\n";
    private static final String END = "<!-- end of times -->";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String gateway;
    private final Browser browser;
    private final String latest;

    private Times(String gateway, Browser browser) throws IOException, InterruptedException {
        this.gateway = gateway;
        this.browser = browser;
        this.latest = new ObjectMapper()
                .readTree(answer(RunningGateway.LATEST).body())
                .at("/data/0/id")
                .asText();
    }

    /** @param args the launcher, the data folder, and the page whose table is replaced */
    public static void main(String[] args) throws IOException, InterruptedException {
        Process serving = new ProcessBuilder(
                        args[0], "serve", "--port=0", "--upstream=http://127.0.0.1:9", "--lang=en", "--data=" + args[1])
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (TemporaryFolder profile = TemporaryFolder.make();
                Browser browser = Browser.start(profile.path().toFile())) {
            String table = new Times(listening(serving.inputReader()), browser).table();
            System.out.println(table);
            if (args.length > 2) {
                write(Path.of(args[2]), table);
            }
        } finally {
            serving.destroy();
            serving.waitFor(30, TimeUnit.SECONDS);
        }
        System.exit(0);
    }

    private static String listening(BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher url = URL.matcher(line);
            if (url.find()) {
                return url.group();
            }
        }
        throw new IllegalStateException("the gateway does not listen");
    }

    private String table() throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder();
        table.append("| view | questions | p50 | p95 | slowest question | its p95 | first paint |\n");
        table.append("|---|---|---|---|---|---|---|\n");
        for (View view : View.ALL) {
            Map<String, double[]> questions = new LinkedHashMap<>();
            for (String question : questionsOf(view)) {
                questions.put(question, asked(question));
            }
            double[] all = questions.values().stream()
                    .flatMapToDouble(Arrays::stream)
                    .sorted()
                    .toArray();
            Map.Entry<String, double[]> slowest = questions.entrySet().stream()
                    .max(Comparator.comparing(entry -> at(entry.getValue(), 0.95)))
                    .orElseThrow();
            table.append(String.format(
                    Locale.ENGLISH,
                    "| %s | %d | %.1f ms | %.1f ms | `%s` | %.1f ms | %.0f ms |%n",
                    view.name(),
                    questions.size(),
                    at(all, 0.5),
                    at(all, 0.95),
                    slowest.getKey().replaceFirst("/api/usage/.+", "/api/usage/{id}"),
                    at(slowest.getValue(), 0.95),
                    firstPaint(view)));
        }
        return table.toString();
    }

    /** The API requests of a view; some are sent only after others are answered. */
    private List<String> questionsOf(View view) {
        browser.open("about:blank");
        browser.traffic();
        browser.open(view.address(gateway, latest));
        List<String> questions = new ArrayList<>();
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofMinutes(2)).until(() -> {
            List<String> more = browser.traffic().questions();
            questions.addAll(more);
            return more.isEmpty() && !questions.isEmpty();
        });
        return questions.stream().distinct().toList();
    }

    /** Milliseconds, sorted. */
    private double[] asked(String question) throws IOException, InterruptedException {
        double[] millis = new double[TIMES];
        for (int time = -WARM; time < TIMES; time++) {
            long began = System.nanoTime();
            HttpResponse<byte[]> answer = answer(question);
            double took = (System.nanoTime() - began) / 1e6;
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(question + " answered " + answer.statusCode());
            }
            if (time >= 0) {
                millis[time] = took;
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    private HttpResponse<byte[]> answer(String question) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(gateway + question)).build(), BodyHandlers.ofByteArray());
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    }

    /** The median of some visits with an empty cache, in milliseconds from the click to the first text. */
    private double firstPaint(View view) {
        double[] paints = new double[PAINTS];
        browser.cdp("Network.setCacheDisabled", Map.of("cacheDisabled", true));
        for (int visit = 0; visit < PAINTS; visit++) {
            browser.open("about:blank");
            browser.open(view.address(gateway, latest));
            browser.until("a paint", "return performance.getEntriesByName('first-contentful-paint').length > 0");
            paints[visit] = ((Number) Objects.requireNonNull(
                            browser.run("return performance.getEntriesByName('first-contentful-paint')[0].startTime")))
                    .doubleValue();
        }
        Arrays.sort(paints);
        return paints[PAINTS / 2];
    }

    private static void write(Path page, String table) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(page, text.substring(0, begin) + "\n" + table + "\n" + text.substring(text.indexOf(END)));
    }
}
