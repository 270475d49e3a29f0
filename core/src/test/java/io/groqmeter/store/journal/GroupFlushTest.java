package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One flush of the disk serves all that waited when it began, and nobody goes on before. */
class GroupFlushTest {

    private final AtomicInteger flushes = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore ends = new Semaphore(0);

    private void slowDisk() {
        flushes.incrementAndGet();
        begun.release();
        ends.acquireUninterruptibly();
    }

    @Test
    void what_is_written_while_one_flush_runs_waits_for_the_next_together() {
        try (GroupFlush flush = new GroupFlush(this::slowDisk)) {
            CompletableFuture<Void> first = flush.flushed();
            begun.acquireUninterruptibly();
            List<CompletableFuture<Void>> group = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                group.add(flush.flushed());
            }
            assertThat(first).isNotDone();
            ends.release();
            first.join();
            begun.acquireUninterruptibly();
            assertThat(group).noneMatch(CompletableFuture::isDone);
            ends.release();
            group.forEach(CompletableFuture::join);
        }
        assertThat(flushes).hasValue(2);
    }

    @Test
    void a_disk_that_fails_is_told_to_all_who_waited() {
        try (GroupFlush flush = new GroupFlush(() -> {
            throw new IOException("says the test");
        })) {
            assertThat(flush.flushed()).failsWithin(java.time.Duration.ofSeconds(20));
        }
    }

    @Test
    void at_the_end_those_who_wait_are_served_and_later_ones_are_told() {
        GroupFlush flush = new GroupFlush(() -> {});
        CompletableFuture<Void> last = flush.flushed();
        flush.close();
        assertThat(last).isCompleted();
        assertThat(flush.flushed()).isCompletedExceptionally();
    }
}
