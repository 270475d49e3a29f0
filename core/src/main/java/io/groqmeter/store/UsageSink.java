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
     * @throws RecordRefusedException when something in the batch can never be taken; the rest may be handed over again without it
     * @throws UsageStoreException when it takes nothing; the batch may be handed over again
     */
    int append(UsageBatch batch);

    /** Whether calls sent to that address are counted there, in these very books. */
    default boolean counts(URI address) {
        return false;
    }

    /** Tries whether it would take a batch now, without leaving a trace. */
    StoreHealth check();

    @Override
    void close();
}
