package io.groqmeter.store.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.math.BigDecimal;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open call as bytes: numbers as they are, texts with their length before them, an absent text with the length -1. An order number comes
 * first: of two contents of one call, the one with the higher number is what holds.
 */
final class OpenCallBytes {

    private OpenCallBytes() {}

    /** A call read from bytes. */
    record Numbered(long number, OpenCall call) {}

    /**
     * Writes a call; its reason to be unsettled is not kept.
     *
     * @throws BufferOverflowException when it does not fit
     */
    static void write(ByteBuffer out, long number, OpenCall call) {
        out.putLong(number);
        out.putLong(call.startedAt().toEpochMilli());
        put(out, call.id());
        put(out, call.endpoint().label());
        put(out, call.requestModel());
        Attribution attribution = call.attribution();
        put(out, attribution.key());
        put(out, attribution.project());
        put(out, attribution.user());
        put(out, call.worstCaseCost().map(BigDecimal::toString).orElse(null));
        out.putShort((short) attribution.tags().size());
        for (Map.Entry<String, String> tag : attribution.tags().entrySet()) {
            put(out, tag.getKey());
            put(out, tag.getValue());
        }
    }

    /** Reads what {@link #write} has written. */
    static Numbered read(ByteBuffer in) {
        long number = in.getLong();
        Instant startedAt = Instant.ofEpochMilli(in.getLong());
        String id = text(in);
        Endpoint endpoint = Endpoint.ofLabel(text(in));
        String model = optionalText(in);
        String key = optionalText(in);
        String project = optionalText(in);
        String user = optionalText(in);
        Optional<BigDecimal> worstCase = Optional.ofNullable(optionalText(in)).map(BigDecimal::new);
        Map<String, String> tags = new HashMap<>();
        for (int left = in.getShort(); left > 0; left--) {
            tags.put(text(in), text(in));
        }
        Attribution attribution = new Attribution(key, project, user, tags);
        return new Numbered(number, new OpenCall(id, startedAt, endpoint, model, attribution, worstCase, null));
    }

    private static void put(ByteBuffer out, @Nullable String text) {
        if (text == null) {
            out.putShort((short) -1);
            return;
        }
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > Short.MAX_VALUE) {
            throw new BufferOverflowException();
        }
        out.putShort((short) bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort()];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static @Nullable String optionalText(ByteBuffer in) {
        return in.getShort(in.position()) < 0 ? nothing(in) : text(in);
    }

    private static @Nullable String nothing(ByteBuffer in) {
        in.getShort();
        return null;
    }
}
