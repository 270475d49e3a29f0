package io.groqmeter.bench.profile;

import io.groqmeter.bench.contender.Contender;
import io.groqmeter.bench.contender.Running;
import io.groqmeter.bench.contender.Site;
import io.groqmeter.bench.load.Calls;
import io.groqmeter.bench.load.LoadGenerator;
import io.groqmeter.bench.load.Loop;
import io.groqmeter.bench.load.Target;
import io.groqmeter.bench.process.Cores;
import io.groqmeter.bench.process.Spent;
import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.bench.upstream.BenchUpstream;
import io.groqmeter.bench.upstream.OwnUpstream;
import io.groqmeter.bench.upstream.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Loads one gateway twice: once to count what a call costs, once more under the profiler to see where that goes. */
public final class ProfiledRun {

    private static final double MICRO = 1e3;

    private final Contender gateway;
    private final Workload workload;
    private final Path folder;

    /** @param folder for the gateway's files and the stacks */
    public ProfiledRun(Contender gateway, Workload workload, Path folder) {
        this.gateway = gateway;
        this.workload = workload;
        this.folder = folder;
    }

    /** Runs it and keeps what it found in that file. */
    public Profile run(Duration warming, Duration length, String commit, Path file)
            throws IOException, InterruptedException, TimeoutException {
        gateway.version();
        SelfSigned certificate = SelfSigned.make(folder);
        try (Loop clients = new Loop("clients");
                BenchUpstream upstream = new OwnUpstream(workload.answer(), null);
                Running running =
                        gateway.start(new Site(upstream.port(), false, certificate, Cores.CONTENDER, folder))) {
            Target target = new Target(running.port(), workload.request().wire(running.port()), false);
            LoadGenerator.run(clients, target, workload.drive(), warming);
            Spent before = running.spent();
            Calls calls = LoadGenerator.run(clients, target, workload.drive(), length);
            double micros = running.spent().since(before).cpuNanos() / MICRO / Math.max(1, calls.answered());
            Profiler profiler = Profiler.start(running.pid(), folder);
            LoadGenerator.run(clients, target, workload.drive(), length);
            List<String> stacks = profiler.stop();
            Profile profile = Profile.of(workload.word(), commit, micros, stacks);
            profile.write(file);
            return profile;
        }
    }
}
