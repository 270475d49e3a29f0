package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.serve.Banner;
import io.groqmeter.cli.serve.Logs;
import io.groqmeter.cli.serve.Signals;
import io.groqmeter.cli.serve.Wiring;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code groqmeter serve}: the gateway, until it is stopped.
 *
 * <p>SIGTERM and Ctrl-C stop it properly: calls in flight may end, the books are closed, exit code 0; after SIGTERM new calls are
 * served for the grace period. A second signal, or SIGKILL, ends it at once; calls in flight are then unsettled after the next start.
 * SIGHUP reloads prices, budgets, alerts and the certificate.
 */
@Command(name = "serve", description = "Run the gateway: forward calls to Groq and record each one's tokens and cost.")
public final class ServeCommand implements Callable<Integer> {

    /** Its settings that have a flag. */
    public static final Setting[] SETTINGS = {
        Setting.PORT,
        Setting.HOST,
        Setting.UPSTREAM,
        Setting.DATA,
        Setting.STORE,
        Setting.DURABILITY,
        Setting.ON_ABORT,
        Setting.AUDIO_URL,
        Setting.KEYLESS,
        Setting.ALLOWED_HOSTS,
        Setting.TRUSTED_PROXIES,
        Setting.CORS_ORIGINS,
        Setting.TLS_CERT,
        Setting.TLS_KEY,
        Setting.MODEL,
        Setting.ZONE,
        Setting.LANG
    };

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    ServeCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        serve(around, Settings.of(around, spec));
        return 0;
    }

    /** The same, with flags that are already parsed; returns the exit code. */
    public static int run(CliContext around, Map<Setting, String> flags) {
        try {
            serve(around, Settings.of(flags, around.env(), around.folder()));
            return 0;
        } catch (RuntimeException e) {
            return CommandErrors.tell(e, around);
        }
    }

    private static void serve(CliContext around, Settings settings) {
        Logs.start(settings);
        Wiring wiring = Wiring.start(settings, around);
        Banner banner = new Banner(settings, wiring);
        Thread ending = new Thread(() -> end(around, wiring, banner), "groqmeter-end");
        Runtime.getRuntime().addShutdownHook(ending); // before it says that it listens: from then on it may be stopped
        if (around.wholeProcess()) {
            obeySignals(wiring);
        }
        around.out().print(banner.text());
        around.out().flush();
        banner.remarks().forEach(around.err()::println);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // How a program that runs it in its own process stops it.
            Runtime.getRuntime().removeShutdownHook(ending);
            wiring.close();
        }
    }

    private static void obeySignals(Wiring wiring) {
        AtomicBoolean told = new AtomicBoolean();
        Signals.handle("HUP", wiring::reload);
        Signals.handle("INT", () -> {
            endAtOnceIf(told.getAndSet(true), 130);
            System.exit(0);
        });
        Signals.handle("TERM", () -> {
            endAtOnceIf(told.getAndSet(true), 143);
            try {
                wiring.drain();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.exit(0);
        });
    }

    private static void endAtOnceIf(boolean toldBefore, int exitCode) {
        if (toldBefore) {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    private static void end(CliContext around, Wiring wiring, Banner banner) {
        int exitCode = 0;
        try {
            around.err().println(banner.ending());
            wiring.close();
        } catch (RuntimeException e) {
            exitCode = CommandErrors.tell(e, around);
        }
        Logs.stop();
        // Without this the JVM would exit with 143 or 130 although all went well.
        Runtime.getRuntime().halt(exitCode);
    }
}
