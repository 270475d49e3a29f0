package io.groqmeter.store.codec;

import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, each asked for by its name and type. Every method throws an {@link IllegalArgumentException} that
 * names the field and its value where it is not what was asked for.
 */
final class JsonFields {

    /** More is no amount but a fault, and costs time and room in every sum. */
    private static final BigDecimal MOST_USD = BigDecimal.valueOf(1_000_000_000_000_000L);

    private static final int NANOS = 9;

    private final String path;
    private final Map<String, Object> values;
    private final Set<String> known = new HashSet<>();

    private JsonFields(String path, Map<String, Object> values) {
        this.path = path;
        this.values = values;
    }

    /**
     * The fields of a whole object.
     *
     * @param object what its {@code object} says; the first version had none
     * @param newest the newest version of it that is understood; one that tells no version is the first
     */
    static JsonFields of(String object, int newest, Map<String, Object> values) {
        JsonFields fields = new JsonFields("", values);
        if (values.containsKey("object") && !object.equals(fields.optional("object"))) {
            throw new IllegalArgumentException("\"object\" must be \"" + object + "\", not "
                    + JsonTree.shown(values.get("object")) + "; correct it, or use a newer groqmeter");
        }
        if (fields.has("version")) {
            fields.refuseOtherVersion(object, newest);
        }
        fields.ignore("object", "version");
        return fields;
    }

    private void refuseOtherVersion(String object, int newest) {
        String kind = "a whole number from 1 to " + newest;
        BigDecimal version = required("version", BigDecimal.class, kind);
        if (version.signum() <= 0 || version.stripTrailingZeros().scale() > 0) {
            throw not("version", kind, version);
        }
        if (version.compareTo(BigDecimal.valueOf(newest)) > 0) {
            throw new IllegalArgumentException("it is version " + JsonTree.shown(version) + " of a " + object
                    + ", but this groqmeter reads versions 1 to " + newest + "; use a newer groqmeter");
        }
    }

    /** Whether there is such a field, and it is not null. */
    boolean has(String name) {
        return optional(name) != null;
    }

    /** Accepts fields that nobody asks for. */
    void ignore(String... names) {
        known.addAll(Arrays.asList(names));
    }

    /** Refuses the object where it has a field that nobody asked for: what it says would be lost. */
    void refuseOthers() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("it has an unknown field " + JsonTree.shown(path + name)
                        + "; leave it out, or use a newer groqmeter");
            }
        }
    }

    String text(String name) {
        return required(name, String.class, "text");
    }

    @Nullable
    String optionalText(String name) {
        return optional(name) == null ? null : text(name);
    }

    boolean flag(String name) {
        return required(name, Boolean.class, "true or false");
    }

    long number(String name) {
        BigDecimal number = required(name, BigDecimal.class, "a whole number");
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw not(name, "a whole number", number);
        }
    }

    int smallNumber(String name) {
        long number = number(name);
        if (number != (int) number) {
            throw not(name, "a number of at most 32 bits", number);
        }
        return (int) number;
    }

    OptionalLong optionalNumber(String name) {
        return has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    /** An amount in dollars, neither negative nor more than {@link #MOST_USD}: a decimal in a string. */
    BigDecimal amount(String name) {
        String text = text(name);
        BigDecimal amount;
        try {
            amount = PlainDecimal.parse(text);
        } catch (NumberFormatException e) {
            amount = BigDecimal.ONE.negate(); // no amount either
        }
        if (amount.signum() < 0) {
            throw not(name, "an amount in a string, such as \"0.0125\"", text);
        }
        if (amount.compareTo(MOST_USD) > 0) {
            throw not(name, "at most " + MOST_USD, text);
        }
        return amount;
    }

    /** A time that queries find: one of {@link Window#always}. */
    Instant instant(String name) {
        String text = text(name);
        try {
            Instant instant = Instant.parse(text);
            if (Window.always().contains(instant)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw not(name, "a time such as \"2026-11-22T10:15:30.123Z\"", text);
        }
        throw not(name, "a time in the years 1970 to 9998, such as \"2026-11-22T10:15:30.123Z\"", text);
    }

    Optional<Duration> seconds(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        BigDecimal seconds = required(name, BigDecimal.class, "a number of seconds");
        try {
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            BigDecimal nanos = seconds.subtract(whole).movePointRight(NANOS).setScale(0, RoundingMode.FLOOR);
            return Optional.of(Duration.ofSeconds(whole.longValueExact(), nanos.longValueExact()));
        } catch (ArithmeticException e) {
            throw not(name, "a number of seconds", seconds);
        }
    }

    <T> T oneOf(String name, Map<String, T> choices) {
        String text = text(name);
        T choice = choices.get(text);
        if (choice == null) {
            throw not(name, "one of " + String.join(", ", choices.keySet()), text);
        }
        return choice;
    }

    /** Choices by their labels, in their order. */
    static <T> Map<String, T> byLabel(T[] choices, Function<T, String> label) {
        Map<String, T> byLabel = new LinkedHashMap<>();
        for (T choice : choices) {
            byLabel.put(label.apply(choice), choice);
        }
        return Collections.unmodifiableMap(byLabel);
    }

    JsonFields object(String name) {
        return new JsonFields(path + name + ".", keys(required(name, Map.class, "an object")));
    }

    /** The objects of an array; what nobody asks for in one is refused. */
    <T> List<T> objects(String name, Function<JsonFields, T> reading) {
        List<T> read = new ArrayList<>();
        for (Object element : required(name, List.class, "an array")) {
            if (!(element instanceof Map<?, ?> map)) {
                throw not(name, "an array of objects", element);
            }
            JsonFields fields = new JsonFields(path + name + ".", keys(map));
            read.add(reading.apply(fields));
            fields.refuseOthers();
        }
        return read;
    }

    /** All fields, in their order, whatever their names. */
    <T> Map<String, T> all(Function<String, T> reading) {
        Map<String, T> all = new LinkedHashMap<>();
        values.keySet().forEach(name -> all.put(name, reading.apply(name)));
        return all;
    }

    private @Nullable Object optional(String name) {
        known.add(name);
        return values.get(name);
    }

    private <T> T required(String name, Class<T> type, String kind) {
        Object value = optional(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no \"" + path + name + "\"");
        }
        if (!type.isInstance(value)) {
            throw not(name, kind, value);
        }
        return type.cast(value);
    }

    private IllegalArgumentException not(String name, String kind, @Nullable Object value) {
        return new IllegalArgumentException(
                JsonTree.shown(path + name) + " must be " + kind + ", not " + JsonTree.shown(value));
    }

    @SuppressWarnings("unchecked") // JsonTree makes no other maps
    private static Map<String, Object> keys(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
