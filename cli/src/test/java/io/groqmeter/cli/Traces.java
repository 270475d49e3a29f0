package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What a gateway leaves behind in logs and files, searched for planted secrets. */
final class Traces implements AutoCloseable {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level usual = root.getLevel();
    private final List<PlantedSecret> secrets;

    Traces(List<PlantedSecret> secrets) {
        this.secrets = secrets;
    }

    /** From now on, whatever can be logged is. */
    void logEverything() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    void isBlind(String where, String said) {
        for (PlantedSecret secret : secrets) {
            assertThat(secret.foundIn(said)).as(() -> where + " says: " + said).isEmpty();
        }
    }

    void logIsBlind() {
        assertThat(log.list).as("something was logged").isNotEmpty();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            isBlind(
                    "a log line of " + event.getLoggerName() + " at " + event.getLevel(),
                    event.getFormattedMessage() + trace);
        }
    }

    /** Looks into every file below a folder; their names. */
    List<String> diskIsBlind(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            for (PlantedSecret secret : secrets) {
                assertThat(secret.foundIn(bytes)).as(file.toString()).isEmpty();
            }
        }
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }

    /** Logs as before. */
    @Override
    public void close() {
        root.setLevel(usual);
        root.detachAppender(log);
    }
}
