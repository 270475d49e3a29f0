package io.groqmeter.store.codec;

import io.groqmeter.usage.Attribution;
import java.util.HashMap;
import java.util.Map;

/** An attribution as bytes. */
final class AttributionBytes {

    private AttributionBytes() {}

    static void write(ByteOutput out, Attribution attribution) {
        out.text(attribution.key());
        out.text(attribution.project());
        out.text(attribution.user());
        out.size(attribution.tags().entrySet());
        attribution.tags().forEach((name, value) -> {
            out.text(name);
            out.text(value);
        });
    }

    static Attribution read(ByteInput in) {
        return new Attribution(in.optionalText(), in.optionalText(), in.optionalText(), tags(in));
    }

    private static Map<String, String> tags(ByteInput in) {
        Map<String, String> tags = new HashMap<>();
        for (long left = in.size(); left > 0; left--) {
            tags.put(in.text(), in.text());
        }
        return tags;
    }
}
