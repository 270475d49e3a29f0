package io.groqmeter.cli.serve;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.DotEnv;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import org.slf4j.LoggerFactory;

/** The log of a running gateway, on stderr. Other commands have none: {@link SilentLogging} turns it off. */
public final class Logs {

    private static final int MOST_WAITING = 4_096;

    private Logs() {}

    /** Whether a gateway in that context logs JSON; known before its settings are read, which may fail. */
    public static boolean inJson(CliContext around) {
        String form = around.env().getOrDefault(Setting.LOG.env(), "").strip();
        try {
            return (form.isEmpty()
                            ? DotEnv.read(around.folder())
                                    .getOrDefault(Setting.LOG.env(), "")
                                    .strip()
                            : form)
                    .equalsIgnoreCase("json");
        } catch (CliException e) {
            return false; // reported when the settings are read
        }
    }

    /** Turns the log on, in the format of the settings. */
    public static void start(Settings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(settings.choice(Setting.LOG), context));
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(apart(console, context));
        root.setLevel(Level.INFO);
        // It warns if there is no network but the loopback, and we use no host name.
        context.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
    }

    /** Writes on a thread of its own and drops lines rather than wait: a blocked stderr holds up no call. */
    private static AsyncAppender apart(ConsoleAppender<ILoggingEvent> console, LoggerContext context) {
        AsyncAppender apart = new AsyncAppender();
        apart.setContext(context);
        apart.setQueueSize(MOST_WAITING);
        apart.setDiscardingThreshold(0);
        apart.setNeverBlock(true);
        apart.addAppender(console);
        apart.start();
        return apart;
    }

    /** Writes pending lines, and turns the log off. */
    public static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static Encoder<ILoggingEvent> encoder(String form, LoggerContext context) {
        if (form.equals("json")) {
            JsonEncoder json = new JsonEncoder();
            json.setWithContext(false);
            json.setContext(context);
            json.start();
            return json;
        }
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern("%d{HH:mm:ss.SSS} %-5level %msg%n%rEx");
        text.start();
        return text;
    }
}
