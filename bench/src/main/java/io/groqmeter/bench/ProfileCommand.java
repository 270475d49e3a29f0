package io.groqmeter.bench;

import io.groqmeter.bench.contender.Contender;
import io.groqmeter.bench.contender.Contenders;
import io.groqmeter.bench.profile.Profile;
import io.groqmeter.bench.profile.ProfiledRun;
import io.groqmeter.bench.traffic.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run profile}: where the microseconds of a call go. */
@Command(
        name = "profile",
        description = "Samples a gateway under load and says who used its CPU.",
        mixinStandardHelpOptions = true)
final class ProfileCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--contender", paramLabel = "NAME", description = "off, memory, sqlite or power (default: sqlite).")
    private String contender = "sqlite";

    @Option(names = "--workload", paramLabel = "NAME", description = "As for run (default: json).")
    private String workload = "json";

    @Option(names = "--seconds", paramLabel = "N", description = "How long is counted and sampled (default: 15).")
    private int seconds = 15;

    @Option(names = "--warming", paramLabel = "N", description = "Seconds of load before (default: 15).")
    private int warming = 15;

    @Override
    public Integer call() throws Exception {
        Path root = Path.of(System.getProperty("bench.root"));
        Path peers = Path.of(System.getProperty("bench.peers"));
        Map<String, Contender> all = Contenders.all(root, Contenders.nginx(peers), peers);
        Contender gateway = all.get(contender);
        if (gateway == null) {
            throw new ParameterException(spec.commandLine(), "there is no contender '" + contender + "'");
        }
        Path folder =
                root.resolve("bench/target/profile/" + ProcessHandle.current().pid());
        Path kept = root.resolve(PageCommand.RESULTS).resolve("profile-" + contender + "-" + workload + ".json");
        Profile profile = new ProfiledRun(gateway, Workload.of(workload), folder)
                .run(Duration.ofSeconds(warming), Duration.ofSeconds(seconds), RunCommand.commit(root), kept);
        spec.commandLine().getOut().println(profile.table() + "\nStacks: " + folder.resolve("stacks.txt"));
        return 0;
    }
}
