package io.groqmeter;

import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.WaitingCalls;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what waits in the journal for the store, in its order. Of the writing thread. */
final class JournalReader {

    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MOST_ATTEMPTS = 10;

    private final WaitingCalls waiting;
    private final GroupCommit commit;
    private int failures;

    JournalReader(WaitingCalls waiting, GroupCommit commit) {
        this.waiting = waiting;
        this.commit = commit;
    }

    /**
     * The first of those that wait.
     *
     * @param last whether there is no time for another attempt
     * @return null when the first one cannot be read: after some attempts it is passed over, so that what is behind it can go on
     */
    @Nullable
    List<QueueEntry.Journalled> next(int most, boolean last) {
        try {
            List<QueueEntry.Journalled> next =
                    waiting.next(most).stream().map(QueueEntry.Journalled::new).toList();
            failures = 0;
            return next;
        } catch (UsageStoreException e) {
            failed(e, last);
            return null;
        }
    }

    private void failed(UsageStoreException e, boolean last) {
        commit.failed(e);
        if (++failures < MOST_ATTEMPTS || last) {
            GroupCommit.sleep(PAUSE);
            return;
        }
        LOG.error("A call cannot be read and stays in the journal until the next start", e);
        failures = 0;
        commit.strand(waiting);
    }

    /** How many have been read and are done, or were passed over. */
    long taken() {
        return waiting.taken();
    }
}
