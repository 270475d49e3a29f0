package io.groqmeter.bench.side;

import io.groqmeter.bench.contender.Contender;
import io.groqmeter.bench.contender.Running;
import io.groqmeter.bench.contender.Site;
import io.groqmeter.bench.load.Calls;
import io.groqmeter.bench.load.LoadGenerator;
import io.groqmeter.bench.load.Loop;
import io.groqmeter.bench.load.Target;
import io.groqmeter.bench.process.Cores;
import io.groqmeter.bench.traffic.Drive;
import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.bench.upstream.BenchUpstream;
import io.groqmeter.bench.upstream.OwnUpstream;
import io.groqmeter.bench.upstream.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Starts each contender again for each of its turns, and makes one call. */
final class FirstCalls {

    private static final Duration ONE_CALL = Duration.ofMillis(1);

    private final Plan plan;
    private final SideBySide.Listener listener;
    private int started;

    FirstCalls(Plan plan, SideBySide.Listener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /** All turns; those of the first round, in which files are read for the first time, do not count. */
    List<TurnSeries> series(Workload workload) throws IOException, InterruptedException, TimeoutException {
        Map<String, TurnSeries> series = new LinkedHashMap<>();
        try (Loop clients = new Loop("clients")) {
            for (int round = 0; round <= plan.repeats(); round++) {
                for (Contender contender : plan.contenders()) {
                    TurnSeries before = series.get(contender.word());
                    if (before == null || before.absent() == null) {
                        List<Turn> turns = round < 2 || before == null ? List.of() : before.turns();
                        series.put(contender.word(), turn(workload, contender, clients, turns));
                    }
                }
            }
        } finally {
            plan.clear();
        }
        return List.copyOf(series.values());
    }

    private TurnSeries turn(Workload workload, Contender contender, Loop clients, List<Turn> before)
            throws InterruptedException, TimeoutException {
        Path folder = plan.folder().resolve(workload.word()).resolve(contender.word() + started++);
        try (BenchUpstream upstream = new OwnUpstream(workload.answer(), null)) {
            String version = contender.version();
            SelfSigned certificate = SelfSigned.make(folder.resolve("certificate"));
            long began = System.nanoTime();
            try (Running running = contender.start(
                    new Site(upstream.port(), false, certificate, Cores.CONTENDER, folder.resolve("proxy")))) {
                Target target = new Target(
                        running.port(), running.ask(workload.request()).wire(running.port()), false);
                Calls first = LoadGenerator.run(clients, target, new Drive.Closed(1), ONE_CALL);
                long ended = System.nanoTime();
                String fault = first.failed() > 0 ? "the first call failed" : "";
                Turn turn = Turn.of(Calls.one(ended - began), running.spent(), 0, fault);
                listener.turn(workload, contender.word(), turn);
                List<Turn> turns = new ArrayList<>(before);
                turns.add(turn);
                return new TurnSeries(contender.word(), contender.title(), version, turns, null, null);
            }
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            listener.absent(workload, contender.word(), reason);
            return TurnSeries.absent(contender.word(), contender.title(), reason);
        }
    }
}
