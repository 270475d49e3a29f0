package io.groqmeter.bench.side;

import io.groqmeter.bench.contender.Contender;
import io.groqmeter.bench.contender.Running;
import io.groqmeter.bench.contender.Site;
import io.groqmeter.bench.load.Loop;
import io.groqmeter.bench.traffic.Drive;
import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.bench.upstream.BenchUpstream;
import io.groqmeter.bench.upstream.NginxUpstream;
import io.groqmeter.bench.upstream.OwnUpstream;
import io.groqmeter.bench.upstream.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Runs a plan: one workload after the other; within one, all contenders are started and warmed, and then take turns, A B C A B C,
 * so that a change in the machine's speed affects all of them. Those whose turn it is not are stopped.
 */
public final class SideBySide {

    private final Plan plan;
    private final Listener listener;

    /** Receives the progress of a run. */
    public interface Listener {

        /** A turn ended. */
        void turn(Workload workload, String contender, Turn turn);

        /** A contender cannot take part. */
        void absent(Workload workload, String contender, String reason);
    }

    public SideBySide(Plan plan, Listener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /** Runs one workload. */
    public Results run(Workload workload) throws IOException, InterruptedException, TimeoutException {
        List<TurnSeries> series = workload.drive() instanceof Drive.First
                ? new FirstCalls(plan, listener).series(workload)
                : inTurn(workload);
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        return new Results(
                workload.word(),
                today,
                plan.commit(),
                plan.machine(),
                plan.length().toSeconds(),
                series);
    }

    private List<TurnSeries> inTurn(Workload workload) throws IOException, InterruptedException, TimeoutException {
        Map<String, TurnSeries> series = new LinkedHashMap<>();
        List<Entrant> entrants = new ArrayList<>();
        try (Loop clients = new Loop("clients")) {
            for (Contender contender : plan.contenders()) {
                series.put(
                        contender.word(), TurnSeries.absent(contender.word(), contender.title(), "not this workload"));
                if (contender.carries(workload)) {
                    enter(workload, contender, clients, entrants, series);
                }
            }
            for (int round = 0; round < plan.repeats(); round++) {
                for (Entrant entrant : entrants) {
                    listener.turn(workload, entrant.word(), entrant.turn(clients, plan.length()));
                }
            }
        } finally {
            for (Entrant entrant : entrants) {
                series.put(entrant.word(), entrant.close());
            }
            plan.clear();
        }
        return List.copyOf(series.values());
    }

    /** Starts and warms up a contender; one that cannot be started is reported and left out. */
    private void enter(
            Workload workload,
            Contender contender,
            Loop clients,
            List<Entrant> entrants,
            Map<String, TurnSeries> series)
            throws IOException, InterruptedException, TimeoutException {
        Path folder = plan.folder().resolve(workload.word()).resolve(contender.word());
        Entrant entrant = null;
        try {
            String version = contender.version();
            SelfSigned certificate = SelfSigned.make(folder.resolve("certificate"));
            BenchUpstream upstream = upstream(workload, folder, certificate);
            Site site =
                    new Site(upstream.port(), upstream.tls(), certificate, workload.cores(), folder.resolve("proxy"));
            Running running = contender.start(site);
            entrant = new Entrant(contender, workload, upstream, running, version);
            entrant.warm(clients, plan.warming());
            entrants.add(entrant);
        } catch (IOException | TimeoutException e) {
            if (entrant != null) {
                entrant.close();
            }
            String reason = String.valueOf(e.getMessage());
            series.put(contender.word(), TurnSeries.absent(contender.word(), contender.title(), reason));
            listener.absent(workload, contender.word(), reason);
        }
    }

    private BenchUpstream upstream(Workload workload, Path folder, SelfSigned certificate)
            throws IOException, InterruptedException {
        return switch (workload) {
            case JSON, JSON2 -> NginxUpstream.start(plan.nginx(), folder.resolve("upstream"));
            case TLS -> new OwnUpstream(workload.answer(), certificate.server());
            default -> new OwnUpstream(workload.answer(), null);
        };
    }
}
