package io.groqmeter.bench;

import io.groqmeter.bench.contender.Contender;
import io.groqmeter.bench.contender.Contenders;
import io.groqmeter.bench.page.Machine;
import io.groqmeter.bench.page.WorkloadTable;
import io.groqmeter.bench.process.Programs;
import io.groqmeter.bench.side.Plan;
import io.groqmeter.bench.side.Results;
import io.groqmeter.bench.side.SideBySide;
import io.groqmeter.bench.side.Turn;
import io.groqmeter.bench.traffic.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run}: the side-by-side run. */
@Command(
        name = "run",
        description = "Measures contenders side by side and writes docs/benchmarks.md.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer>, SideBySide.Listener {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Who takes part, of: direct, nginx, off, memory, sqlite, power, portkey, litellm, bifrost. All by default.")
    private List<String> contenders = List.of();

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description =
                    "What they do, of: json, json2, paced, burst, prompt, audio, slow, gzip, tls, ttft, wait, start. All by default.")
    private List<String> workloads = List.of();

    @Option(names = "--repeats", paramLabel = "N", description = "How many turns each has (default: 5, quick: 3).")
    private int repeats;

    @Option(names = "--seconds", paramLabel = "N", description = "How long a turn is (default: 20, quick: 4).")
    private int seconds;

    @Option(
            names = "--warming",
            paramLabel = "N",
            description = "Seconds of load before the first turn (default: 15, quick: 8).")
    private int warming;

    @Option(names = "--quick", description = "Short turns, and the page is left alone.")
    private boolean quick;

    @Override
    public Integer call() throws Exception {
        Path root = Path.of(System.getProperty("bench.root"));
        Path peers = Path.of(System.getProperty("bench.peers"));
        Path nginx = Contenders.nginx(peers);
        Plan plan = new Plan(
                chosenWorkloads(),
                chosenContenders(Contenders.all(root, nginx, peers)),
                repeats > 0 ? repeats : quick ? 3 : 5,
                Duration.ofSeconds(seconds > 0 ? seconds : quick ? 4 : 20),
                Duration.ofSeconds(warming > 0 ? warming : quick ? 8 : 15),
                commit(root),
                Machine.line(),
                nginx,
                root.resolve("bench/target/sites/" + ProcessHandle.current().pid()));
        SideBySide bench = new SideBySide(plan, this);
        for (Workload workload : plan.workloads()) {
            Results results = bench.run(workload);
            results.write(root.resolve(quick ? "bench/target/quick" : PageCommand.RESULTS));
            spec.commandLine().getOut().println(new WorkloadTable(results).text());
        }
        return quick ? 0 : new PageCommand().call();
    }

    private List<Workload> chosenWorkloads() {
        try {
            return workloads.isEmpty()
                    ? List.of(Workload.values())
                    : workloads.stream().map(Workload::of).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Contender> chosenContenders(Map<String, Contender> all) {
        List<Contender> chosen = new ArrayList<>();
        for (String word : contenders.isEmpty() ? all.keySet() : contenders) {
            Contender contender = all.get(word);
            if (contender == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no contender '" + word + "', only " + String.join(", ", all.keySet()));
            }
            chosen.add(contender);
        }
        return chosen;
    }

    static String commit(Path root) throws Exception {
        String folder = root.toString();
        String commit = Programs.output(List.of("git", "-C", folder, "rev-parse", "--short=10", "HEAD"));
        String changed =
                Programs.output(List.of("git", "-C", folder, "status", "--porcelain", "--", "*.java", "*.sql"));
        return changed.isEmpty() ? commit : commit + ", changed";
    }

    @Override
    public void turn(Workload workload, String contender, Turn turn) {
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "%-7s %-8s %9.1f µs CPU %9.0f/s  core %3.0f %%  driver %3.0f %%  %4d MB  %s%n",
                        workload.word(),
                        contender,
                        turn.cpuMicros(),
                        turn.perSecond(),
                        100 * turn.core(),
                        100 * turn.driverCore(),
                        turn.residentBytes() >> 20,
                        turn.counts() ? "" : "VOID: " + turn.fault());
        spec.commandLine().getErr().flush();
    }

    @Override
    public void absent(Workload workload, String contender, String reason) {
        spec.commandLine().getErr().printf("%-7s %-8s absent: %s%n", workload.word(), contender, reason);
        spec.commandLine().getErr().flush();
    }
}
