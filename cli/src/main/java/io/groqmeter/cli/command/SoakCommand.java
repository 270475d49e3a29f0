package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.TemporaryFolder;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.proof.Sample;
import io.groqmeter.proof.Soak;
import io.groqmeter.proof.SoakPlan;
import io.groqmeter.proof.Trend;
import io.groqmeter.report.Messages;
import io.groqmeter.text.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter soak}: a long steady load; exits with 1 if the gateway grew or the books differ. */
@Command(
        name = "soak",
        description =
                "Load a gateway steadily for a long time, in front of a simulated Groq, watch its heap and descriptors, and"
                        + " compare both sides' books. Needs Linux and a JDK, no account, and does not touch your books.")
final class SoakCommand implements Callable<Integer> {

    private static final int SEEDS = 1_000_000;
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final double MEBI = 1_048_576;

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--minutes", paramLabel = "N", defaultValue = "20", description = "The duration; default: 20.")
    private int minutes;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "50", description = "Calls a second; default: 50.")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "The random seed of the calls; default: a new one each time.")
    private @Nullable Long seed;

    SoakCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Messages words = CliMessages.in(Settings.of(around, spec).locale());
        SoakPlan plan = plan();
        around.out().println("⏱ " + words.say("soak.title", minutes, rate, Long.toString(plan.seed())));
        around.out().flush();
        Path folder = Files.createTempDirectory("groqmeter-soak");
        Soak.Result result;
        try {
            result = new Soak(plan, folder, (elapsed, sample) -> tell(words, elapsed, sample)).run();
        } catch (IOException e) {
            throw CliException.failed(e.getMessage() + "; the data folder is kept: " + folder, e);
        }
        around.out().println(words.say("soak.seen", result.books().made(), samples(result)));
        courses(result.courses(), words).lines().forEach(around.out()::println);
        CrashTestCommand.table(result.books(), words).lines().forEach(around.out()::println);
        around.out().println((result.holds() ? "✅ " : "❌ ") + words.say("soak.holds." + result.holds(), folder));
        around.out().flush();
        if (result.holds()) {
            new TemporaryFolder(folder).close();
        }
        return result.holds() ? 0 : CliException.FAILED;
    }

    private SoakPlan plan() {
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        try {
            return new SoakPlan(Duration.ofMinutes(minutes), EVERY, rate, chosen);
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
    }

    private void tell(Messages words, Duration elapsed, Sample sample) {
        around.err()
                .println(words.say(
                        "soak.sample",
                        elapsed.toSeconds(),
                        mebi(sample.heap()),
                        mebi(sample.resident()),
                        sample.descriptors(),
                        sample.threads(),
                        sample.backlog()));
    }

    private static int samples(Soak.Result result) {
        return result.courses().get(0).values().size();
    }

    private static TextTable courses(List<Trend> courses, Messages words) {
        TextTable table = TextTable.ofText("   ");
        table.row(
                "",
                words.say("soak.before"),
                words.say("soak.after"),
                words.say("soak.most"),
                words.say("soak.highest"),
                words.say("soak.line"));
        for (Trend course : courses) {
            table.row(
                    words.say("soak." + course.what()),
                    amount(course, course.before()),
                    (course.flat() ? "" : "≠ ") + amount(course, course.after()),
                    course.judged() ? "≤ " + amount(course, course.most()) : "–",
                    amount(course, course.highest()),
                    course.line());
        }
        return table;
    }

    private static String amount(Trend course, long value) {
        boolean bytes = course.what().equals("heap") || course.what().equals("resident");
        return bytes ? mebi(value) + " MiB" : Long.toString(value);
    }

    private static String mebi(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MEBI);
    }
}
