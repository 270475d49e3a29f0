package io.groqmeter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.console.TemporaryFolder;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The fixture shared by all tests of a class: a simulated Groq, a gateway with its own books, and a browser.
 *
 * <p>After each test the browser must have logged no complaint and contacted only the gateway.
 */
final class Stage implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final Map<String, String> env;
    private final InstantSource clock;
    private final boolean sample;
    private @Nullable TemporaryFolder folder;
    private @Nullable GroqSimulator groq;
    private @Nullable RunningGateway gateway;
    private @Nullable Browser browser;

    Stage() {
        this(Map.of());
    }

    /** @param env settings of the gateway besides its upstream */
    Stage(Map<String, String> env) {
        this(env, InstantSource.system(), false);
    }

    private Stage(Map<String, String> env, InstantSource clock, boolean sample) {
        this.env = env;
        this.clock = clock;
        this.sample = sample;
    }

    /** A stage with the books of a company, at a fixed time. */
    static Stage withSampleBooks() {
        return new Stage(Map.of(), InstantSource.fixed(SampleBooks.NOW), true);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Chromium.missing().ifPresent(reason -> Assumptions.abort(reason));
        set();
    }

    /** Starts everything. */
    void set() throws IOException {
        folder = TemporaryFolder.make();
        if (sample) {
            SampleBooks.write(folder.path());
        }
        groq = GroqSimulator.start(SimulatorConfig.local().withClock(clock));
        gateway = listening(0);
        if (sample) {
            SampleBooks.arrange(gateway);
        }
        browser = Browser.start(folder.path().resolve("profile").toFile());
    }

    private RunningGateway listening(int port) {
        Map<String, String> all = new HashMap<>(env);
        all.put("GROQ_BASE_URL", groq().baseUrl());
        all.put("GROQMETER_PORT", Integer.toString(port));
        return new RunningGateway(present(folder).path(), all, clock);
    }

    /** A file in the gateway's data folder. */
    Path data(String name) {
        return present(folder).path().resolve("debug_data").resolve(name);
    }

    GroqSimulator groq() {
        return present(groq);
    }

    RunningGateway gateway() {
        return present(gateway);
    }

    Browser browser() {
        return present(browser);
    }

    /** Opens that address of the page; empty for the start. */
    void open(String place) {
        browser().open("about:blank");
        browser().open(gateway().url() + (place.isEmpty() ? "/" : "/#/" + place));
    }

    /** Opens a view and waits until it shows its numbers. */
    void show(View view) {
        browser().open("about:blank");
        browser().open(view.address(gateway().url(), gateway().latest()));
        browser().has(view.sign());
    }

    /** Stops the gateway, runs something, and starts it again on the same port and books. */
    void without(Runnable act) {
        int port = gateway().port();
        gateway().close();
        try {
            act.run();
        } finally {
            gateway = listening(port);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            assertThat(browser().complaints()).as("the browser's console").isEmpty();
            assertThat(browser().traffic().hosts())
                    .as("whom the page asks")
                    .isSubsetOf(List.of("127.0.0.1:" + gateway().port()));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        strike();
    }

    /** Stops everything. */
    void strike() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (groq != null) {
            groq.close();
        }
        if (folder != null) {
            folder.close();
        }
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the stage is not set yet");
        }
        return part;
    }
}
