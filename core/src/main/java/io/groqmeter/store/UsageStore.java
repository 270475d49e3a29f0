package io.groqmeter.store;

import io.groqmeter.usage.UsageCalendar;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A place that keeps usage records for ever and knows their sums.
 *
 * <p>Threads: {@link #append} is called by one thread at a time; every other method may be called by any thread at any time and
 * sees whole batches only. Failures: methods throw {@link UsageStoreException}; a failed {@code append} has changed nothing and
 * may be repeated.
 *
 * <p>A record is read as it was appended, to the last digit of its cost: starts to the millisecond, durations to the microsecond,
 * unit prices by value. Labels are any text of whole Unicode characters.
 */
public interface UsageStore extends UsageSink {

    /**
     * Writes a batch in one transaction: open calls, records, the records' share of every rollup, and the closing of their open
     * calls together. On return the batch survives the death of the process (or the loss of power, where the store was opened so).
     *
     * @return how many of the records were new. A record whose id is known changes nothing, whatever else it says.
     */
    @Override
    int append(UsageBatch batch);

    /**
     * As {@link #append}, and takes records out in the same transaction: such as stood for calls that were not known one by one, and
     * whose place those of the batch take. A call's own record stays for ever.
     *
     * @param gone ids of records without times; one of the batch may have the id of one of them
     */
    default int replace(Collection<String> gone, UsageBatch batch) {
        if (gone.isEmpty()) {
            return append(batch);
        }
        throw new UsageStoreException("this store takes no record out; import into the sqlite store");
    }

    /**
     * The exact sums of the records that start in each query's window, one rollup per group, in the order of
     * {@link UsageRollup#inOrderOf}. A query without dimensions gives exactly one rollup, zeros if there is nothing. All answers are
     * of one moment.
     *
     * <p>Reads rollups, never rows, except for the latest few hundred and the two hours that a window not cut on the hour begins
     * and ends in: what it costs does not grow with the records.
     */
    List<List<UsageRollup>> rollups(List<RollupQuery> queries);

    /** The answer to one query. */
    default List<UsageRollup> rollup(RollupQuery query) {
        return rollups(List.of(query)).get(0);
    }

    /**
     * The times of the calls that start in the query's window, one entry per group of which any is known, in the order of
     * {@link UsageRollup#inOrderOf}; read as sums are.
     *
     * @param query by nothing but the model and a stretch of time, with no filter but the model: times are kept by these only
     * @throws IllegalArgumentException for any other query
     */
    List<LatencyRollup> latencies(RollupQuery query);

    /** Records, latest start first, ties in reverse order of appending. */
    RecordPage find(RecordQuery query);

    /** The record of that id. */
    Optional<UsageRecord> find(String id);

    /**
     * Up to {@code limit} records in the order they were appended, from the first after {@code position}: how a follower keeps up.
     *
     * @param position 0 for the beginning, else a position from an earlier answer; it stays good after a restart
     */
    List<Positioned> after(long position, int limit);

    /** The calls still open or unsettled, earliest start first. */
    List<OpenCall> openCalls();

    /** The calendar its hours, days and months follow. */
    UsageCalendar calendar();

    /** Tries whether the store would take a batch now, without leaving a trace. */
    @Override
    StoreHealth check();

    @Override
    void close();

    /** A record and its place in the order of appending; positions grow, with gaps. */
    record Positioned(long position, UsageRecord record) {}
}
