package io.groqmeter.jdbc;

import io.groqmeter.store.RollupPlan.Grain;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What records add to the rollups, one sum per row to change. Not thread-safe. */
final class RollupTally {

    private final UsageCalendar calendar;
    private final Map<Key, UsageSums> sums = new HashMap<>();
    private Window hour;
    private long dayMillis;
    private long monthMillis;

    private record Key(Grain grain, long startMillis, long series) {}

    RollupTally(UsageCalendar calendar) {
        this.calendar = calendar;
        this.hour = calendar.hour(Instant.EPOCH);
        moveTo(Instant.EPOCH);
    }

    void add(UsageRecord record, long series) {
        Instant startedAt = record.startedAt();
        if (!hour.contains(startedAt)) {
            moveTo(startedAt);
        }
        UsageSums one = UsageSums.of(record);
        add(new Key(Grain.HOUR, hour.start().toEpochMilli(), series), one);
        add(new Key(Grain.DAY, dayMillis, series), one);
        add(new Key(Grain.MONTH, monthMillis, series), one);
    }

    private void add(Key key, UsageSums one) {
        sums.merge(key, one, UsageSums::plus);
    }

    private void moveTo(Instant instant) {
        hour = calendar.hour(instant);
        dayMillis = calendar.day(instant).start().toEpochMilli();
        monthMillis = calendar.month(instant).start().toEpochMilli();
    }

    /** How many rows are to change. */
    int size() {
        return sums.size();
    }

    /** Adds everything to the rollups and starts anew. */
    void writeTo(PreparedStatement upsert) throws SQLException {
        for (Map.Entry<Key, UsageSums> entry : sums.entrySet()) {
            Key key = entry.getKey();
            RollupRow.bind(upsert, key.grain(), key.startMillis(), key.series(), entry.getValue());
            upsert.executeUpdate();
        }
        sums.clear();
    }
}
