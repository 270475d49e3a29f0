package io.groqmeter.groq.json;

import org.jspecify.annotations.Nullable;

/**
 * Told what stands at the places of a {@link JsonOutline}, in the order of the text. Only named places are told.
 *
 * @param <P> the places' names
 */
public interface JsonVisitor<P> {

    /** An object or array starts at that place. Of a repeated key both are told, one after the other. */
    void begin(P place);

    /**
     * A key that the outline names stands in its object for a second time; its value follows.
     *
     * @param place what stands there; null for what is only on the way to a place
     */
    default void repeated(@Nullable P place) {}

    /** The object or array that started last at that place is over. */
    void end(P place);

    /**
     * The next bytes of a string that stands at a place to be {@linkplain JsonOutline.Sketch#pass passed on}, escapes undone;
     * {@link #value} follows at its end.
     *
     * @param bytes readable only during this call, {@code from} inclusive to {@code to} exclusive
     */
    default void piece(P place, byte[] bytes, int from, int to) {}

    /**
     * A string, number, boolean or null stands at that place.
     *
     * @param value readable only during this call
     */
    void value(P place, JsonValue value);
}
