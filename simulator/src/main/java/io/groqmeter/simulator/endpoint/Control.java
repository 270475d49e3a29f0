package io.groqmeter.simulator.endpoint;

import io.groqmeter.simulator.wire.Cut;
import io.groqmeter.simulator.wire.Split;
import io.netty.handler.codec.http.HttpHeaders;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request's instructions to the simulator itself, in {@code x-sim-*} headers, which pass through a proxy like any other. */
final class Control {

    static final Control NONE = new Control(Map.of());

    private static final String PREFIX = "x-sim-";
    private static final Set<String> KNOWN = Set.of(
            "status",
            "latency-ms",
            "model",
            "shape",
            "chunks",
            "chunk-delay-ms",
            "prompt-tokens",
            "completion-tokens",
            "cached-tokens",
            "reasoning-tokens",
            "cut-after",
            "stream-error",
            "no-done",
            "crlf",
            "split",
            "never",
            "duration",
            "close",
            "hang-up-ms",
            "service-tier");

    private final Map<String, String> values;

    private Control(Map<String, String> values) {
        this.values = values;
    }

    static Control of(HttpHeaders headers) {
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                values.put(
                        header.getKey().substring(PREFIX.length()).toLowerCase(Locale.ROOT),
                        header.getValue().strip());
            }
        }
        return values.isEmpty() ? NONE : new Control(values);
    }

    /** @throws GroqError 400 for an unknown control; invalid values are refused when they are read */
    void check() {
        for (Map.Entry<String, String> control : values.entrySet()) {
            if (!KNOWN.contains(control.getKey())) {
                throw bad(control.getKey(), control.getValue(), "there is no such control");
            }
        }
    }

    OptionalInt number(String name) {
        Integer value = read(name, Integer::valueOf, "a whole number");
        if (value != null && value < 0) {
            throw bad(name, value.toString(), "it must not be negative");
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    int number(String name, int otherwise) {
        return number(name).orElse(otherwise);
    }

    boolean flag(String name) {
        String value = values.get(name);
        return value != null && !value.equals("false");
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    @Nullable
    StreamShape shape() {
        return read("shape", StreamShape::valueOf, "A, B or C");
    }

    /** Audio length in seconds. */
    @Nullable
    BigDecimal duration() {
        return read("duration", BigDecimal::new, "seconds");
    }

    Cut cut() {
        Cut cut = read("cut-after", Cut::parse, "before-headers, mid-body or a number of chunks");
        return cut == null ? Cut.NONE : cut;
    }

    Split split() {
        Split split = read("split", text -> Split.valueOf(text.toUpperCase(Locale.ROOT)), "byte or odd");
        return split == null ? Split.NONE : split;
    }

    private <T> @Nullable T read(String name, Function<String, T> reader, String expected) {
        String value = values.get(name);
        try {
            return value == null ? null : reader.apply(value);
        } catch (IllegalArgumentException unreadable) {
            throw bad(name, value, "expected " + expected);
        }
    }

    private static GroqError bad(String name, String value, String why) {
        return GroqError.invalid("simulator control " + PREFIX + name + ": '" + value + "': " + why);
    }
}
