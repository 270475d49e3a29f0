package io.groqmeter.store.codec;

import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.math.BigDecimal;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open call as bytes. Their first version did not keep the reason to be unsettled. */
public final class OpenCallBytes {

    private static final int VERSION = 2;

    private OpenCallBytes() {}

    /**
     * Writes a call.
     *
     * @throws BufferOverflowException when it does not fit
     */
    public static void write(ByteBuffer bytes, OpenCall call) {
        ByteOutput out = new ByteOutput(bytes, VERSION);
        out.number(call.startedAt().toEpochMilli());
        out.text(call.id());
        out.text(call.endpoint().label());
        out.text(call.requestModel());
        AttributionBytes.write(out, call.attribution());
        out.flag(call.worstCaseCost().isPresent());
        call.worstCaseCost().ifPresent(out::decimal);
        out.text(call.unsettled());
    }

    /**
     * Reads what {@link #write} or an earlier version has written, and leaves the buffer behind it.
     *
     * @throws RuntimeException as {@link RecordBytes#read}
     */
    public static OpenCall read(ByteBuffer bytes) {
        ByteInput in = ByteInput.of(bytes, VERSION);
        Instant startedAt = Instant.ofEpochMilli(in.number());
        String id = in.text();
        Endpoint endpoint = Endpoint.ofLabel(in.text());
        @Nullable String model = in.optionalText();
        Attribution attribution = AttributionBytes.read(in);
        return new OpenCall(
                id, startedAt, endpoint, model, attribution, worstCase(in), in.first() ? null : in.optionalText());
    }

    private static Optional<BigDecimal> worstCase(ByteInput in) {
        if (in.first()) {
            return Optional.ofNullable(in.optionalText()).map(BigDecimal::new);
        }
        return in.flag() ? Optional.of(in.decimal()) : Optional.empty();
    }
}
