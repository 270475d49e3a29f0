package io.groqmeter.cli.demo;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.serve.Wiring;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** A gateway in front of a simulated Groq, with traffic through it: it needs no account and costs nothing. */
public final class Demo {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Settings settings;
    private final CliContext around;

    /** @param settings where the books are kept and the gateway listens; its upstream is not used */
    public Demo(Settings settings, CliContext around) {
        this.settings = settings;
        this.around = around;
    }

    /** Runs the traffic and compares both sides' books. */
    public BooksComparison run() throws IOException, InterruptedException {
        Instant began = around.clock().instant();
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local())) {
            Settings wired = settings.with(Setting.UPSTREAM, groq.baseUrl());
            try (Wiring wiring = Wiring.start(wired, around)) {
                new DemoTraffic(URI.create(
                                "http://127.0.0.1:" + wiring.address().getPort()))
                        .run();
                waitUntilSettled(wiring.books());
                Window window = new Window(began, Window.always().end());
                return new BooksComparison(
                        BooksComparison.byModel(wiring.books().rollup(RollupQuery.of(window, Dimension.MODEL))),
                        groq.books());
            }
        }
    }

    /** The gateway reads an answer to its end after the caller has left; that takes a moment. */
    private static void waitUntilSettled(UsageStore books) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (books.openCalls().stream().anyMatch(call -> call.unsettled() == null) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }
}
