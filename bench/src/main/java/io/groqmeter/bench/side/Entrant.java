package io.groqmeter.bench.side;

import io.groqmeter.bench.contender.Contender;
import io.groqmeter.bench.contender.Running;
import io.groqmeter.bench.load.Calls;
import io.groqmeter.bench.load.LoadGenerator;
import io.groqmeter.bench.load.Loop;
import io.groqmeter.bench.load.Target;
import io.groqmeter.bench.process.Spent;
import io.groqmeter.bench.traffic.Drive;
import io.groqmeter.bench.traffic.Tally;
import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.bench.upstream.BenchUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One contender in one workload: running, with its own upstream, and the turns it has had. */
final class Entrant {

    private final Contender contender;
    private final Workload workload;
    private final BenchUpstream upstream;
    private final Running running;
    private final String version;
    private final List<Turn> turns = new ArrayList<>();

    Entrant(Contender contender, Workload workload, BenchUpstream upstream, Running running, String version) {
        this.contender = contender;
        this.workload = workload;
        this.upstream = upstream;
        this.running = running;
        this.version = version;
    }

    String word() {
        return contender.word();
    }

    /**
     * One call, to see whether it works at all, then load until code is compiled and connections are made.
     *
     * @throws IOException when the first call is not answered with a 200
     */
    void warm(Loop clients, Duration length) throws IOException, InterruptedException, TimeoutException {
        Calls first = LoadGenerator.run(clients, target(), new Drive.Closed(1), Duration.ofMillis(1));
        if (first.answered() == 0) {
            throw new IOException("it does not answer this call with a 200");
        }
        LoadGenerator.run(clients, target(), workload.drive(), length);
        running.pause();
    }

    private Target target() {
        return new Target(
                running.port(),
                running.ask(workload.request()).wire(running.port()),
                workload.answer().stamped());
    }

    /** Runs a turn, and keeps the measurements. */
    Turn turn(Loop clients, Duration length) throws IOException, InterruptedException, TimeoutException {
        running.resume();
        Tally sentBefore = upstream.books();
        Optional<Tally> recordedBefore = running.books();
        Spent before = running.spent();
        long driverBefore = clients.cpuNanos() + upstream.cpuNanos();
        Calls calls = LoadGenerator.run(clients, target(), workload.drive(), length);
        long driver = clients.cpuNanos() + upstream.cpuNanos() - driverBefore;
        Spent spent = running.spent().since(before);
        Tally sent = upstream.books().since(sentBefore);
        Tally recorded = running.books()
                .map(after -> after.since(recordedBefore.orElse(Tally.NONE)))
                .orElse(null);
        running.pause();
        Turn turn = Turn.of(calls, spent, driver, fault(calls, sent, recorded));
        turns.add(turn);
        return turn;
    }

    /** Sent = answered = recorded, and the same tokens and dollars in both books. */
    private static String fault(Calls calls, Tally sent, @Nullable Tally recorded) {
        if (calls.failed() > 0) {
            return calls.failed() + " calls failed or could not be made in time";
        }
        if (sent.calls() != calls.answered()) {
            return "clients had " + calls.answered() + " answers, the upstream gave " + sent.calls();
        }
        if (recorded != null && !recorded.agrees(sent)) {
            return "recorded " + recorded + ", the upstream gave " + sent;
        }
        return "";
    }

    /** Stops it and its upstream. */
    TurnSeries close() throws IOException {
        running.close();
        upstream.close();
        return new TurnSeries(
                contender.word(),
                contender.title(),
                version,
                List.copyOf(turns),
                running.bytesPerCall().orElse(null),
                null);
    }
}
