package io.groqmeter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.bench.traffic.Drive;
import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.bench.upstream.OwnUpstream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

    private static final Duration SHORT = Duration.ofMillis(60);

    @Test
    void every_call_of_a_closed_loop_is_in_the_upstreams_books() throws Exception {
        for (Workload workload : new Workload[] {Workload.JSON, Workload.BURST, Workload.GZIP, Workload.PROMPT}) {
            Calls calls = drive(workload, new Drive.Closed(8));

            assertThat(calls.answered()).as(workload.word()).isPositive();
            assertThat(calls.failed()).isZero();
            assertThat(calls.firstByte().getTotalCount()).isEqualTo(calls.answered());
        }
    }

    @Test
    void an_open_loop_makes_each_call_at_its_moment_and_waits_for_the_last_answer() throws Exception {
        Calls calls = drive(Workload.WAIT, new Drive.Open(500));

        assertThat(calls.answered()).isBetween(1L, 30L); // 30 on a machine that has time
        assertThat(calls.sinceSent().getTotalCount()).isEqualTo(calls.answered());
    }

    @Test
    void a_port_nobody_listens_on_is_a_failed_call_and_no_hang() throws Exception {
        int port;
        try (OwnUpstream gone = new OwnUpstream(Workload.JSON.answer(), null)) {
            port = gone.port();
        }
        try (Loop clients = new Loop("clients")) {
            byte[] wire = Workload.JSON.request().wire(port);
            Calls calls = LoadGenerator.run(clients, new Target(port, wire, false), new Drive.Closed(1), SHORT);

            assertThat(calls.answered()).isZero();
            assertThat(calls.failed()).isPositive();
        }
    }

    private static Calls drive(Workload workload, Drive drive) throws Exception {
        try (Loop clients = new Loop("clients");
                OwnUpstream upstream = new OwnUpstream(workload.answer(), null)) {
            byte[] wire = workload.request().wire(upstream.port());
            Target target = new Target(upstream.port(), wire, workload.answer().stamped());
            Calls calls = LoadGenerator.run(clients, target, drive, SHORT);
            assertThat(upstream.books().calls()).isEqualTo(calls.answered());
            return calls;
        }
    }
}
