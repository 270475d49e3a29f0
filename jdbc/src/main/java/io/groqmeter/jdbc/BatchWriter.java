package io.groqmeter.jdbc;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches over one connection, each in one transaction. Used by one thread at a time.
 *
 * <p>A writer whose {@link #append} failed must be closed and replaced: closing the connection undoes what the transaction had
 * begun, and with the writer goes what it remembers of rows that were never committed.
 */
final class BatchWriter implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement insertCall;
    private final PreparedStatement putOpen;
    private final PreparedStatement deleteOpen;
    private final Lookup<Series> series;
    private final Lookup<String> dictionary;
    private final RollupBacklog backlog;

    /** Takes over the connection, which must be in auto-commit mode. */
    BatchWriter(Connection connection, UsageCalendar calendar) throws SQLException {
        this.connection = connection;
        // Takes the right to write at once; one that reads first may find it taken and cannot wait for it.
        this.begin = connection.prepareStatement("begin immediate");
        this.commit = connection.prepareStatement("commit");
        this.insertCall = connection.prepareStatement(CallRow.INSERT);
        this.putOpen = connection.prepareStatement(OpenCallRow.PUT);
        this.deleteOpen = connection.prepareStatement(OpenCallRow.DELETE);
        this.series = new Lookup<>(
                connection.prepareStatement(Series.FIND), connection.prepareStatement(Series.INSERT), Series::bind);
        this.dictionary = new Lookup<>(
                connection.prepareStatement("select id from dictionary where entry = ?"),
                connection.prepareStatement("insert into dictionary (entry) values (?) returning id"),
                (entry, statement) -> statement.setString(1, entry));
        this.backlog = new RollupBacklog(connection, calendar);
    }

    /** As {@link io.groqmeter.store.UsageStore#append}. */
    int append(UsageBatch batch) throws SQLException {
        begin.executeUpdate();
        backlog.begin();
        int added = 0;
        for (UsageRecord record : batch.settled()) {
            added += insert(record);
            new Parameters(deleteOpen).addId(CompactId.ofRecord(record.id()));
            deleteOpen.executeUpdate();
        }
        // Records come first, so that a call that opens and settles in one batch does not stay open.
        for (OpenCall call : batch.opened()) {
            OpenCallRow.bind(putOpen, call);
            putOpen.executeUpdate();
        }
        backlog.end();
        commit.executeUpdate();
        return added;
    }

    private int insert(UsageRecord record) throws SQLException {
        Series of = Series.of(record);
        long seriesId = series.id(of);
        OptionalLong tags = entry(TagText.of(record.attribution().tags()));
        OptionalLong unitPrices = entry(ChargeText.unitPrices(record.rated().charges()));
        CallRow.bind(insertCall, record, seriesId, tags, unitPrices);
        if (insertCall.executeUpdate() == 0) {
            return 0;
        }
        backlog.add(record, seriesId, of);
        return 1;
    }

    private OptionalLong entry(@Nullable String text) throws SQLException {
        return text == null ? OptionalLong.empty() : OptionalLong.of(dictionary.id(text));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
