package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Child;
import io.groqmeter.bench.process.Programs;
import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.bench.upstream.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** groqmeter as its launcher starts it. */
final class Groqmeter implements Contender {

    private static final Duration STARTING_TIME = Duration.ofSeconds(30);

    private final Path root;
    private final String word;
    private final String title;
    private final Map<String, String> env;
    private final List<String> flags;

    /**
     * @param root the checkout
     * @param env settings from the environment
     * @param flags flags of {@code serve}
     */
    Groqmeter(Path root, String word, String title, Map<String, String> env, String... flags) {
        this.root = root;
        this.word = word;
        this.title = title;
        this.env = env;
        this.flags = List.of(flags);
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public String title() {
        return title;
    }

    /** Builds it first if needed. */
    @Override
    public String version() throws IOException, InterruptedException {
        String said = Programs.output(List.of(launcher(), "version"));
        return said.substring(said.lastIndexOf('\n') + 1).replace("groqmeter ", "");
    }

    @Override
    public boolean carries(Workload workload) {
        return true;
    }

    private String launcher() {
        return root.resolve("groqmeter").toString();
    }

    @Override
    public Running start(Site site) throws IOException, InterruptedException {
        int port = Child.freePort();
        List<String> command = new ArrayList<>(List.of(
                launcher(),
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--upstream",
                site.upstream(),
                "--data",
                "data",
                "--lang",
                "en"));
        command.addAll(flags);
        Child child = Child.start(site.cores(), site.folder(), word, command, environment(site));
        child.awaitPort(port, STARTING_TIME);
        boolean metering = !"false".equals(env.get("GROQ_DEBUG"));
        return new GroqmeterRunning(child, port, metering, site.folder().resolve("data"));
    }

    private Map<String, String> environment(Site site) {
        Map<String, String> environment = new java.util.HashMap<>(env);
        if (site.tls()) {
            environment.put(
                    "GROQMETER_JAVA_OPTS",
                    "-Djavax.net.ssl.trustStore=" + site.certificate().store() + " -Djavax.net.ssl.trustStorePassword="
                            + SelfSigned.PASSWORD);
        }
        return environment;
    }
}
