package io.groqmeter.store.journal;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import java.math.BigDecimal;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A record as bytes, to the last digit. Names stand for enum constants and texts for decimals, so that a later version reads them. */
final class RecordBytes {

    private RecordBytes() {}

    /**
     * Writes a record.
     *
     * @throws BufferOverflowException when it does not fit
     */
    static void write(ByteBuffer out, UsageRecord record) {
        out.putLong(record.startedAt().toEpochMilli());
        out.putLong(record.calls());
        SlotText.put(out, record.id());
        SlotText.put(out, record.requestId());
        writeCall(out, record.call());
        AttributionBytes.write(out, record.attribution());
        UsageBytes.write(out, record.usage());
        RatedUsage rated = record.rated();
        SlotText.put(out, rated.cost().toString());
        SlotText.put(out, rated.basis().name());
        out.putShort((short) rated.charges().size());
        for (Charge charge : rated.charges()) {
            SlotText.put(out, charge.what());
            SlotText.put(out, charge.model());
            out.putLong(charge.quantity());
            SlotText.put(out, charge.unitPrice().toString());
            SlotText.put(out, charge.unit().name());
        }
    }

    /** Reads what {@link #write} has written. */
    static UsageRecord read(ByteBuffer in) {
        Instant startedAt = Instant.ofEpochMilli(in.getLong());
        long calls = in.getLong();
        String id = SlotText.text(in);
        String requestId = SlotText.optional(in);
        Call call = readCall(in);
        Attribution attribution = AttributionBytes.read(in);
        return new UsageRecord(id, startedAt, call, attribution, readRated(in), requestId, calls);
    }

    private static RatedUsage readRated(ByteBuffer in) {
        var usage = UsageBytes.read(in);
        BigDecimal cost = new BigDecimal(SlotText.text(in));
        PriceBasis basis = PriceBasis.valueOf(SlotText.text(in));
        List<Charge> charges = new ArrayList<>();
        for (int left = in.getShort(); left > 0; left--) {
            charges.add(new Charge(
                    SlotText.text(in),
                    SlotText.text(in),
                    in.getLong(),
                    new BigDecimal(SlotText.text(in)),
                    PricingUnit.valueOf(SlotText.text(in))));
        }
        return new RatedUsage(usage, cost, basis, charges);
    }

    private static void writeCall(ByteBuffer out, Call call) {
        SlotText.put(out, call.endpoint().label());
        SlotText.put(out, call.requestModel());
        SlotText.put(out, call.responseModel());
        SlotText.put(out, call.serviceTier());
        SlotText.put(out, call.responseId());
        out.put((byte) (call.streamed() ? 1 : 0));
        out.putInt(call.status());
        SlotText.put(out, call.outcome().name());
        UsageBytes.writeTimings(out, call.timings());
    }

    private static Call readCall(ByteBuffer in) {
        return new Call(
                Endpoint.ofLabel(SlotText.text(in)),
                SlotText.optional(in),
                SlotText.optional(in),
                SlotText.optional(in),
                SlotText.optional(in),
                in.get() != 0,
                in.getInt(),
                Outcome.valueOf(SlotText.text(in)),
                UsageBytes.readTimings(in));
    }
}
