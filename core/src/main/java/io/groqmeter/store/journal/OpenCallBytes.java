package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.math.BigDecimal;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/** An open call as bytes. */
final class OpenCallBytes {

    private OpenCallBytes() {}

    /**
     * Writes a call; its reason to be unsettled is not kept.
     *
     * @throws BufferOverflowException when it does not fit
     */
    static void write(ByteBuffer out, OpenCall call) {
        out.putLong(call.startedAt().toEpochMilli());
        SlotText.put(out, call.id());
        SlotText.put(out, call.endpoint().label());
        SlotText.put(out, call.requestModel());
        AttributionBytes.write(out, call.attribution());
        SlotText.put(out, call.worstCaseCost().map(BigDecimal::toString).orElse(null));
    }

    /** Reads what {@link #write} has written. */
    static OpenCall read(ByteBuffer in) {
        Instant startedAt = Instant.ofEpochMilli(in.getLong());
        String id = SlotText.text(in);
        Endpoint endpoint = Endpoint.ofLabel(SlotText.text(in));
        String model = SlotText.optional(in);
        Attribution attribution = AttributionBytes.read(in);
        Optional<BigDecimal> worstCase =
                Optional.ofNullable(SlotText.optional(in)).map(BigDecimal::new);
        return new OpenCall(id, startedAt, endpoint, model, attribution, worstCase, null);
    }
}
