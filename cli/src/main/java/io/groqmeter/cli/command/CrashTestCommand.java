package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.TemporaryFolder;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.proof.Campaign;
import io.groqmeter.proof.CampaignPlan;
import io.groqmeter.proof.CampaignReport;
import io.groqmeter.report.Messages;
import io.groqmeter.text.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter crashtest}: kills a gateway under load, again and again; exits with 1 if a guarantee was broken. */
@Command(
        name = "crashtest",
        description =
                "Kill a gateway repeatedly under load, in front of a simulated Groq, and compare both sides' books"
                        + " call by call. Needs no account and does not touch your books.")
final class CrashTestCommand implements Callable<Integer> {

    private static final int SEEDS = 1_000_000;

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "20", description = "The number of kills; default: 20.")
    private int kills;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "40", description = "Calls a second; default: 40.")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description =
                    "The random seed; default: a new one each time. The same seed makes the same calls and kills.")
    private @Nullable Long seed;

    @Option(
            names = "--durability",
            paramLabel = "process|power",
            defaultValue = "process",
            description = "As serve takes it; default: process.")
    private String durability = "process";

    @Option(names = "--keep", description = "Keep the data folder and the processes' output, and say where.")
    private boolean keep;

    CrashTestCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Messages words = CliMessages.in(Settings.of(around, spec).locale());
        CampaignPlan plan = plan();
        around.out()
                .println("⚡ "
                        + words.say(
                                "crash.title",
                                plan.kills(),
                                plan.rate(),
                                Long.toString(plan.seed()),
                                plan.durability()));
        around.out().flush();
        Path folder = Files.createTempDirectory("groqmeter-crashtest");
        Campaign campaign = new Campaign(plan, folder, (number, moment, inFlight) -> around.err()
                .println(words.say("crash.kill", number, plan.kills(), moment, inFlight)));
        CampaignReport verdict;
        try {
            verdict = campaign.run();
        } catch (IOException e) {
            throw CliException.failed(e.getMessage() + "; the data folder is kept: " + folder, e);
        }
        around.out().print(text(verdict, words));
        around.out().println((verdict.holds() ? "✅ " : "❌ ") + words.say("crash.holds." + verdict.holds(), folder));
        if (keep) {
            around.out().println(words.say("crash.kept", folder));
        } else if (verdict.holds()) {
            new TemporaryFolder(folder).close();
        }
        around.out().flush();
        return verdict.holds() ? 0 : CliException.FAILED;
    }

    private CampaignPlan plan() {
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        try {
            return new CampaignPlan(kills, rate, chosen, durability);
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
    }

    private static String text(CampaignReport verdict, Messages words) {
        return words.say("crash.seen", verdict.made(), verdict.inFlightAtKills()) + "\n"
                + String.join("\n", table(verdict, words).lines()) + "\n";
    }

    /** The table for people; a line that fails is followed by some of the calls that contradict it. */
    static TextTable table(CampaignReport verdict, Messages words) {
        TextTable table = TextTable.ofText("   ");
        for (CampaignReport.Line line : verdict.lines()) {
            table.row(
                    words.say("crash." + line.what()),
                    line.left(),
                    line.holds() ? "=" : "≠",
                    line.right(),
                    words.say("crash." + line.what() + ".why"));
            line.against().forEach(call -> table.row("", "", "≠", call));
        }
        return table;
    }
}
