package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter sim}: only the simulated Groq, to try things out. */
@Command(name = "sim", description = "Run only the simulated Groq, to try things out without an account.")
final class SimCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "5002",
            description = "The port to listen on; default: 5002.")
    private int port;

    @Option(names = "--seed", paramLabel = "NUMBER", defaultValue = "42", description = "The random seed; default: 42.")
    private long seed;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            defaultValue = "0",
            description =
                    "Milliseconds before an answer starts, plus a random amount of up to half of that; default: 0.")
    private long latency;

    @Option(
            names = "--chunk-delay",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Milliseconds between two chunks of a stream; default: 0.")
    private long chunkDelay;

    @Option(
            names = "--errors",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of calls answered with 429, and the same share with 5xx: 0 to 0.5; default: 0.")
    private double errors;

    SimCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Messages words = CliMessages.in(Settings.of(around, spec).locale());
        try (GroqSimulator groq = GroqSimulator.start(config())) {
            around.out().println("⚡ " + words.say("sim.listening", groq.baseUrl()));
            around.out().println("   " + words.say("sim.books", groq.baseUrl() + "/__sim/books"));
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            // How a program that runs it in its own process stops it.
        }
        return 0;
    }

    private SimulatorConfig config() {
        if (!(errors >= 0 && errors <= 0.5)) {
            throw CliException.misused("--errors must be 0 to 0.5, not " + errors);
        }
        try {
            return SimulatorConfig.local()
                    .withAddress("127.0.0.1", port)
                    .withSeed(seed)
                    .withDelays(Duration.ofMillis(latency), Duration.ofMillis(chunkDelay))
                    .withErrorRates(errors, 0, errors);
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
    }
}
