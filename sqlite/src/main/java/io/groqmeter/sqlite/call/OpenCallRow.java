package io.groqmeter.sqlite.call;

import io.groqmeter.sqlite.column.ColumnReader;
import io.groqmeter.sqlite.column.CompactId;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** An open call as a row of the table {@code open_call}. */
public final class OpenCallRow {

    /** Inserts or replaces an open call; does nothing where the id has a record. */
    public static final String PUT = """
            insert or replace into open_call (id, started_at_ms, endpoint, request_model, caller_key, project, end_user, tags,
              worst_case_usd, unsettled, owner)
            select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
            where not exists (select 1 from call where id = ?1)""";

    public static final String DELETE = "delete from open_call where id = ?";

    public static final String SELECT = """
            select id, started_at_ms, endpoint, request_model, caller_key, project, end_user, tags, worst_case_usd, unsettled,
              owner
            from open_call""";

    private OpenCallRow() {}

    /** Binds {@link #PUT}. */
    public static void bind(PreparedStatement put, OpenCall call) throws SQLException {
        new StatementParameters(put)
                .addId(CompactId.ofRecord(call.id()))
                .add(call.startedAt().toEpochMilli())
                .add(call.endpoint().label())
                .add(call.requestModel())
                .add(call.attribution().key())
                .add(call.attribution().project())
                .add(call.attribution().user())
                .add(TagText.of(call.attribution().tags()))
                .add(call.worstCaseCost().map(BigDecimal::toString).orElse(null))
                .add(call.unsettled())
                .add(call.owner());
    }

    /** Reads a row of {@link #SELECT}. */
    public static OpenCall read(ResultSet row) throws SQLException {
        ColumnReader columns = new ColumnReader(row);
        return new OpenCall(
                CompactId.record(columns.id()),
                Instant.ofEpochMilli(columns.number()),
                Endpoint.ofLabel(columns.text()),
                columns.optionalText(),
                new Attribution(
                        columns.optionalText(),
                        columns.optionalText(),
                        columns.optionalText(),
                        TagText.read(columns.optionalText())),
                Optional.ofNullable(columns.optionalText()).map(BigDecimal::new),
                columns.optionalText(),
                columns.optionalText());
    }
}
