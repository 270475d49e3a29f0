package io.groqmeter.groq.json;

import org.jspecify.annotations.Nullable;

/**
 * Visits the values at the places of a {@link JsonOutline}, in the order of the text. Other values are not visited.
 *
 * @param <P> the places' names
 */
public interface JsonVisitor<P> {

    /** An object or array starts at that place. Both values of a repeated key are visited, one after the other. */
    void begin(P place);

    /**
     * A key of the outline occurs in its object a second time; its value follows.
     *
     * @param place its place; null for a container that only leads to places
     */
    default void repeated(@Nullable P place) {}

    /** The object or array that started last at that place ends. */
    void end(P place);

    /**
     * The next bytes of a string at a place to be {@linkplain JsonOutline.Sketch#pass passed on}, escapes undone;
     * {@link #value} follows at its end.
     *
     * @param bytes readable only during this call, {@code from} inclusive to {@code to} exclusive
     */
    default void piece(P place, byte[] bytes, int from, int to) {}

    /**
     * A string, number, boolean or null at that place.
     *
     * @param value readable only during this call
     */
    void value(P place, JsonValue value);
}
