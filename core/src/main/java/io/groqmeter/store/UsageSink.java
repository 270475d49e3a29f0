package io.groqmeter.store;

import java.net.URI;

/**
 * Where a meter writes: a {@link UsageStore}, or something that brings it to one.
 *
 * <p>{@link #append} is called by one thread at a time, the others by any.
 */
public interface UsageSink extends AutoCloseable {

    /**
     * Takes a batch whole or not at all. On return it survives the death of the process, unless the sink says it keeps nothing.
     *
     * @return how many of the records were new, as far as that is known here
     * @throws UsageStoreException when it takes nothing; the batch may be handed over again
     */
    int append(UsageBatch batch);

    /**
     * Puts a call down as open here and now, without waiting for anything, where the store can do that. On return of true the call
     * survives what a batch would; on false nothing has happened, and it is to be opened by {@link #append}. Any thread, also
     * beside {@code append}; but a call comes here before its record is appended, never after.
     *
     * @param call a call in flight; one with a reason to be unsettled is for {@code append}
     */
    default boolean tryOpen(OpenCall call) {
        return false;
    }

    /** Whether calls sent to that address are counted there, in these very books. */
    default boolean counts(URI address) {
        return false;
    }

    /**
     * Keeps a record here and now, in place of its open call and without waiting for anything, where the sink can do that. On return of
     * true it survives what a batch would; it is in no sum or list before it comes to {@link #append}, as it still has to. On false
     * nothing has happened. Any thread, also beside {@code append}.
     */
    default boolean trySettle(UsageRecord record) {
        return false;
    }

    /** Tries whether it would take a batch now, without leaving a trace. */
    StoreHealth check();

    @Override
    void close();
}
