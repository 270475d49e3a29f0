package io.groqmeter.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.access.FailedAttempts;
import io.groqmeter.gateway.access.HostRule;
import io.groqmeter.gateway.access.RouteAuthorizer;
import io.groqmeter.gateway.access.Sessions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LocalRoutesTest {

    private final InstantSource clock = InstantSource.system();
    private final LocalRoutes routes = new LocalRoutes(
            List.of(),
            new RouteAuthorizer(
                    AccessOptions.local(),
                    new HostRule(List.of(), false),
                    new Sessions(clock),
                    new FailedAttempts(clock)));

    @Test
    void what_is_answered_apart_does_not_wait_for_workers_that_are_all_busy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        try (routes) {
            boolean full = false;
            while (!full) {
                try {
                    routes.workers().execute(() -> {
                        try {
                            busy.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                } catch (RejectedExecutionException e) {
                    full = true;
                }
            }
            routes.dedicated().execute(answered::countDown);
            answered.await();
            assertThat(busy.getCount()).isEqualTo(1);
        } finally {
            busy.countDown();
        }
    }
}
