package io.groqmeter.exchange;

import io.groqmeter.UsageMeter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded wait until the store has a call on disk, after which the call goes on in any case. */
public record StoreWait(UsageMeter meter) {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWait.class);
    private static final Duration WHILE_FAILING = Duration.ofMillis(100);

    /** The time to wait: briefly while the store is known to fail. */
    public Duration limit(Duration most) {
        return meter.queue().failing() == null ? most : WHILE_FAILING;
    }

    /** Blocks until it is on disk, within the {@link #limit}. */
    public void await(CompletableFuture<?> onDisk, Duration most) {
        Duration time = limit(most);
        try {
            onDisk.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.error("The store has not taken a call for {} ms; the call goes on, its record waits", time.toMillis());
        } catch (ExecutionException e) {
            LOG.error("The store refused a call; the call goes on", e.getCause());
        }
    }
}
