package io.groqmeter.store.journal;

import io.groqmeter.usage.Attribution;
import java.nio.ByteBuffer;

/** An attribution as bytes. */
final class AttributionBytes {

    private AttributionBytes() {}

    static void write(ByteBuffer out, Attribution attribution) {
        SlotText.put(out, attribution.key());
        SlotText.put(out, attribution.project());
        SlotText.put(out, attribution.user());
        SlotText.putAll(out, attribution.tags());
    }

    static Attribution read(ByteBuffer in) {
        return new Attribution(SlotText.optional(in), SlotText.optional(in), SlotText.optional(in), SlotText.all(in));
    }
}
