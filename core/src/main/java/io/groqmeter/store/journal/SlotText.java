package io.groqmeter.store.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts in a slot: in UTF-8 with their length before them, an absent one with the length -1. */
final class SlotText {

    private static final short ABSENT = -1;

    private SlotText() {}

    static void put(ByteBuffer out, @Nullable String text) {
        if (text == null) {
            out.putShort(ABSENT);
            return;
        }
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > Short.MAX_VALUE) {
            throw new BufferOverflowException();
        }
        out.putShort((short) bytes.length).put(bytes);
    }

    static void putAll(ByteBuffer out, Map<String, String> texts) {
        out.putShort((short) texts.size());
        texts.forEach((name, value) -> {
            put(out, name);
            put(out, value);
        });
    }

    static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort()];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    static @Nullable String optional(ByteBuffer in) {
        if (in.getShort(in.position()) != ABSENT) {
            return text(in);
        }
        in.getShort();
        return null;
    }

    static Map<String, String> all(ByteBuffer in) {
        Map<String, String> texts = new HashMap<>();
        for (int left = in.getShort(); left > 0; left--) {
            texts.put(text(in), text(in));
        }
        return texts;
    }
}
