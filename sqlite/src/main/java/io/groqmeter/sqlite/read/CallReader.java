package io.groqmeter.sqlite.read;

import io.groqmeter.sqlite.call.CallRow;
import io.groqmeter.sqlite.call.OpenCallRow;
import io.groqmeter.sqlite.column.CompactId;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore.Positioned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads records and open calls. */
public final class CallReader {

    private final Connection connection;

    public CallReader(Connection connection) {
        this.connection = connection;
    }

    public Optional<UsageRecord> find(String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CallRow.SELECT + "where c.id = ?")) {
            new StatementParameters(select).addId(CompactId.ofRecord(id));
            return records(select).stream().map(Positioned::record).findFirst();
        }
    }

    public List<Positioned> after(long position, int limit) throws SQLException {
        String sql = CallRow.SELECT + "where c.position > ? order by c.position limit ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            new StatementParameters(select).add(position).add(limit);
            return records(select);
        }
    }

    public List<OpenCall> openCalls() throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(OpenCallRow.SELECT + " order by started_at_ms, id");
                ResultSet rows = select.executeQuery()) {
            List<OpenCall> calls = new ArrayList<>();
            while (rows.next()) {
                calls.add(OpenCallRow.read(rows));
            }
            return calls;
        }
    }

    private static List<Positioned> records(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<Positioned> records = new ArrayList<>();
            while (rows.next()) {
                records.add(CallRow.read(rows));
            }
            return records;
        }
    }
}
