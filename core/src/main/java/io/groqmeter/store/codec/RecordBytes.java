package io.groqmeter.store.codec;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A record as bytes, to the last digit. Names stand for enum constants, so that a later version may put them in another order. */
public final class RecordBytes {

    private static final int VERSION = 2;

    private RecordBytes() {}

    /**
     * Writes a record.
     *
     * @throws BufferOverflowException when it does not fit
     */
    public static void write(ByteBuffer bytes, UsageRecord record) {
        ByteOutput out = new ByteOutput(bytes, VERSION);
        out.number(record.startedAt().toEpochMilli());
        out.number(record.calls());
        out.text(record.id());
        out.text(record.requestId());
        writeCall(out, record.call());
        AttributionBytes.write(out, record.attribution());
        UsageBytes.write(out, record.usage());
        RatedUsage rated = record.rated();
        out.decimal(rated.cost());
        out.name(rated.basis());
        out.size(rated.charges());
        for (Charge charge : rated.charges()) {
            out.text(charge.what());
            out.text(charge.model());
            out.number(charge.quantity());
            out.decimal(charge.unitPrice());
            out.name(charge.unit());
        }
    }

    /**
     * Reads what {@link #write} or an earlier version has written, and leaves the buffer behind it.
     *
     * @throws IllegalArgumentException when a newer version wrote it, or it is none
     * @throws BufferUnderflowException when it ends too early
     */
    public static UsageRecord read(ByteBuffer bytes) {
        ByteInput in = ByteInput.of(bytes, VERSION);
        Instant startedAt = Instant.ofEpochMilli(in.number());
        long calls = in.number();
        String id = in.text();
        String requestId = in.optionalText();
        Call call = readCall(in);
        Attribution attribution = AttributionBytes.read(in);
        return new UsageRecord(id, startedAt, call, attribution, readRated(in), requestId, calls);
    }

    private static RatedUsage readRated(ByteInput in) {
        Usage usage = UsageBytes.read(in);
        BigDecimal cost = in.decimal();
        PriceBasis basis = PriceBasis.valueOf(in.text());
        return new RatedUsage(
                usage,
                cost,
                basis,
                in.list(() ->
                        new Charge(in.text(), in.text(), in.number(), in.decimal(), PricingUnit.valueOf(in.text()))));
    }

    private static void writeCall(ByteOutput out, Call call) {
        out.text(call.endpoint().label());
        out.text(call.requestModel());
        out.text(call.responseModel());
        out.text(call.serviceTier());
        out.text(call.responseId());
        out.flag(call.streamed());
        out.number(call.status());
        out.name(call.outcome());
        UsageBytes.writeTimings(out, call.timings());
    }

    private static Call readCall(ByteInput in) {
        return new Call(
                Endpoint.ofLabel(in.text()),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.flag(),
                in.smallNumber(),
                Outcome.valueOf(in.text()),
                UsageBytes.readTimings(in));
    }
}
