package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.doctor.CheckResult;
import io.groqmeter.cli.doctor.CheckResult.State;
import io.groqmeter.cli.doctor.Doctor;
import io.groqmeter.cli.settings.Settings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter doctor}: checks whether a gateway would work here; exits with 1 if something does not. */
@Command(
        name = "doctor",
        description =
                "Check everything a gateway needs: Java, settings, data folder, books, prices, port, Groq. Changes nothing"
                        + " and costs nothing.")
final class DoctorCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--thorough",
            description =
                    "Also read the whole database and compare every sum with its records; some seconds per million calls.")
    private boolean thorough;

    @Option(
            names = "--online",
            description =
                    "Also ask Groq for its models, once and with your key, and show what this price list lacks, what is gone"
                            + " and which limits differ. Costs nothing.")
    private boolean online;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    DoctorCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        List<CheckResult> findings = new Doctor(settings, around.clock(), thorough, online).run();
        if (json) {
            around.out().print(json(findings));
        } else {
            findings.forEach(finding ->
                    around.out().println(finding.state().sign() + " " + finding.subject() + ": " + finding.detail()));
        }
        around.out().flush();
        return findings.stream().anyMatch(finding -> finding.state() == State.FAULT) ? CliException.FAILED : 0;
    }

    private static String json(List<CheckResult> findings) {
        return JsonOutput.of(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (CheckResult finding : findings) {
                out.writeStartObject();
                out.writeStringField("subject", finding.subject());
                out.writeStringField("state", finding.state().name().toLowerCase(Locale.ROOT));
                out.writeStringField("detail", finding.detail());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
