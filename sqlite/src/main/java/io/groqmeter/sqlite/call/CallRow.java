package io.groqmeter.sqlite.call;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.sqlite.column.ColumnReader;
import io.groqmeter.sqlite.column.CompactId;
import io.groqmeter.sqlite.column.PicoDollars;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore.Positioned;
import io.groqmeter.store.codec.UsageDetailBytes;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A record as a row of the table {@code call}. Only this class knows the order of its columns. */
public final class CallRow {

    /** Inserts a call; does nothing where the id exists. */
    public static final String INSERT = """
            insert into call (id, started_at_ms, series, status, outcome, streamed, input_tokens, cache_read_input_tokens,
              output_tokens, reasoning_output_tokens, cost_pico_usd, unit_prices, quantities, response_id, queue, prompt,
              completion, first_byte, total, tags, calls, request_id, audio, characters, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing""";

    /**
     * Selects all calls; a {@code where} on {@code c} follows. Cross joins fix the order of the joins: calls come first.
     */
    public static final String SELECT = """
            select c.position, c.id, c.started_at_ms,
              s.endpoint, s.request_model, s.response_model, s.service_tier, c.response_id, c.streamed, c.status, c.outcome,
              c.queue, c.prompt, c.completion, c.first_byte, c.total,
              s.caller_key, s.project, s.end_user, t.entry,
              s.usage_basis, c.input_tokens, c.cache_read_input_tokens, c.output_tokens, c.reasoning_output_tokens, c.audio,
              c.characters, c.detail,
              c.cost_pico_usd, s.price_basis, p.entry, c.quantities,
              c.request_id, c.calls
            from call c
            cross join series s on s.id = c.series
            left join dictionary t on t.id = c.tags
            left join dictionary p on p.id = c.unit_prices
            """;

    /** Outcomes by the number they are stored as; new ones are only appended. */
    private static final List<Outcome> OUTCOMES =
            List.of(Outcome.COMPLETED, Outcome.ERROR, Outcome.ABORTED, Outcome.CUT, Outcome.RESOLVED);

    private CallRow() {}

    /**
     * Binds {@link #INSERT}.
     *
     * @param series the id of its series
     * @param tags the id of its tags in the dictionary
     * @param unitPrices the id of its unit prices in the dictionary
     */
    public static void bind(
            PreparedStatement insert, UsageRecord record, long series, OptionalLong tags, OptionalLong unitPrices)
            throws SQLException {
        Call call = record.call();
        Timings timings = call.timings();
        Usage usage = record.usage();
        new StatementParameters(insert)
                .addId(CompactId.ofRecord(record.id()))
                .add(record.startedAt().toEpochMilli())
                .add(series)
                .add(call.status())
                .add(OUTCOMES.indexOf(call.outcome()))
                .add(call.streamed() ? 1 : 0)
                .add(usage.inputTokens())
                .add(usage.cacheReadInputTokens())
                .add(usage.outputTokens())
                .add(usage.reasoningOutputTokens())
                .add(PicoDollars.of(record))
                .add(unitPrices)
                .add(ChargeText.quantities(record.rated().charges()))
                .addId(CompactId.ofResponse(call.responseId()))
                .add(timings.queue())
                .add(timings.prompt())
                .add(timings.completion())
                .add(timings.firstByte())
                .add(timings.total())
                .add(tags)
                .add(record.calls())
                .add(record.requestId())
                .add(usage.audio())
                .add(usage.characters())
                .add(UsageDetailBytes.of(usage));
    }

    /** Reads a row of {@link #SELECT}. */
    public static Positioned read(ResultSet row) throws SQLException {
        ColumnReader columns = new ColumnReader(row);
        long position = columns.number();
        String id = CompactId.record(columns.id());
        Instant startedAt = Instant.ofEpochMilli(columns.number());
        Call call = call(columns);
        Attribution attribution = new Attribution(
                columns.optionalText(),
                columns.optionalText(),
                columns.optionalText(),
                TagText.read(columns.optionalText()));
        UsageBasis basis = UsageBasis.valueOf(columns.text().toUpperCase(Locale.ROOT));
        RatedUsage rated = rated(columns, usage(basis, columns));
        UsageRecord record =
                new UsageRecord(id, startedAt, call, attribution, rated, columns.optionalText(), columns.number());
        return new Positioned(position, record);
    }

    /** The outcome stored as a number. */
    static Outcome outcome(long number) {
        return OUTCOMES.get((int) number);
    }

    private static Call call(ColumnReader columns) throws SQLException {
        return new Call(
                Endpoint.ofLabel(columns.text()),
                columns.optionalText(),
                columns.optionalText(),
                columns.optionalText(),
                CompactId.response(columns.bytesOrText()),
                columns.number() == 1,
                (int) columns.number(),
                outcome(columns.number()),
                timings(columns));
    }

    /** Queue, prompt, completion, first byte and total. */
    static Timings timings(ColumnReader columns) throws SQLException {
        return new Timings(
                columns.duration(), columns.duration(), columns.duration(), columns.duration(), columns.duration());
    }

    /** The quantities, from the input tokens to the detail. */
    static Usage usage(UsageBasis basis, ColumnReader columns) throws SQLException {
        UsageBuilder usage = Usage.builder(basis)
                .inputTokens(columns.optionalNumber())
                .cacheReadInputTokens(columns.optionalNumber())
                .outputTokens(columns.optionalNumber())
                .reasoningOutputTokens(columns.optionalNumber())
                .audio(columns.duration())
                .characters(columns.optionalNumber());
        DetailColumn.read(columns.bytesOrText(), usage);
        return usage.build();
    }

    private static RatedUsage rated(ColumnReader columns, Usage usage) throws SQLException {
        BigDecimal cost = PicoDollars.usd(columns.number());
        PriceBasis basis = PriceBasis.valueOf(columns.text().toUpperCase(Locale.ROOT));
        @Nullable String unitPrices = columns.optionalText();
        return new RatedUsage(usage, cost, basis, ChargeText.charges(unitPrices, columns.optionalText()));
    }
}
