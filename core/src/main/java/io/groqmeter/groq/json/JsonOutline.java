package io.groqmeter.groq.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The places of a JSON text that are worth a look, as a tree of keys. Immutable and shared between threads.
 *
 * <p>A path is written as keys joined by dots, {@code []} standing for every element of an array:
 * {@code choices[].delta.content}. The empty path is the whole text.
 *
 * @param <P> the places' names
 */
public final class JsonOutline<P> {

    private static final String ELEMENT = "[]";

    /** How deep {@link Sketch#keepAll} looks: no text of any depth may cost memory. */
    private static final int DEEPEST = 8;

    final @Nullable P place;
    /** One bit that no other key of the same object has. */
    final long bit;

    final boolean measured;
    final boolean passed;
    final @Nullable JsonOutline<P> element;
    private final byte[][] keys;
    private final List<JsonOutline<P>> members;
    private final @Nullable JsonOutline<P> otherCase;
    private final @Nullable JsonOutline<P> anything;

    private JsonOutline(Draft<P> draft, int index) {
        place = draft.place;
        bit = index < 0 ? 0 : 1L << index;
        measured = draft.measured;
        passed = draft.passed;
        anything = draft.anything ? new JsonOutline<>(draft.place, DEEPEST) : null;
        element = draft.element == null ? anything : new JsonOutline<>(draft.element, -1);
        keys = draft.keys.stream()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        if (keys.length > Long.SIZE) {
            throw new IllegalArgumentException("an object with more than " + Long.SIZE + " keys of interest");
        }
        members = IntStream.range(0, keys.length)
                .mapToObj(at -> new JsonOutline<>(draft.members.get(at), at))
                .toList();
        otherCase = draft.otherCase == null ? null : new JsonOutline<>(draft.otherCase, -1);
    }

    /** Whatever stands there, and so many levels below. */
    private JsonOutline(@Nullable P place, int levels) {
        this.place = place;
        measured = false;
        passed = false;
        bit = 0;
        anything = levels == 0 ? null : new JsonOutline<>(place, levels - 1);
        element = anything;
        keys = new byte[0][];
        members = List.of();
        otherCase = null;
    }

    /** The outline below the key those bytes spell; null when nothing there is of interest. */
    @Nullable
    JsonOutline<P> member(byte[] bytes, int from, int to) {
        for (int i = 0; i < keys.length; i++) {
            byte[] key = keys[i];
            if (key.length == to - from && Arrays.equals(key, 0, key.length, bytes, from, to)) {
                return members.get(i);
            }
        }
        if (anything != null) {
            return anything;
        }
        return otherCase != null && resemblesKnown(bytes, from, to) ? otherCase : null;
    }

    private boolean resemblesKnown(byte[] bytes, int from, int to) {
        if (!isWord(bytes, from, to)) {
            String key = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            byte[] word = NormalizedName.word(key).getBytes(StandardCharsets.UTF_8);
            return isKnownInOtherCase(word, 0, word.length);
        }
        return isKnownInOtherCase(bytes, from, to);
    }

    private static boolean isWord(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] <= ' ' || bytes[i] == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnownInOtherCase(byte[] bytes, int from, int to) {
        for (byte[] key : keys) {
            int i = 0;
            while (i < key.length && key.length == to - from && lower(key[i]) == lower(bytes[from + i])) {
                i++;
            }
            if (i == key.length) {
                return true;
            }
        }
        return false;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    /** Starts an outline without any place. */
    public static <P> Sketch<P> sketch() {
        return new Sketch<>();
    }

    /** Collects the places of an outline. */
    public static final class Sketch<P> {
        private final Draft<P> root = new Draft<>();

        private Sketch() {}

        /** Names a place whose values are kept, up to {@link JsonValue#LONGEST} bytes. */
        public Sketch<P> keep(String path, P place) {
            root.at(path).place = place;
            return this;
        }

        /** Names a place whose strings are measured and not kept, however long. */
        public Sketch<P> measure(String path, P place) {
            Draft<P> draft = root.at(path);
            draft.place = place;
            draft.measured = true;
            return this;
        }

        /** Names a place for whatever stands at a path and, some levels deep, below it. Containers begin and end there too. */
        public Sketch<P> keepAll(String path, P place) {
            Draft<P> draft = root.at(path);
            draft.place = place;
            draft.anything = true;
            return this;
        }

        /** Names a place whose strings are {@linkplain JsonVisitor#piece passed on} piece by piece and not kept, however long. */
        public Sketch<P> pass(String path, P place) {
            measure(path, place);
            root.at(path).passed = true;
            return this;
        }

        /** Names a place for the keys below a path that some reader may take for those named here: see {@link NormalizedName}. */
        public Sketch<P> otherCase(String path, P place) {
            Draft<P> other = new Draft<>();
            other.place = place;
            root.at(path).otherCase = other;
            return this;
        }

        public JsonOutline<P> outline() {
            return new JsonOutline<>(root, -1);
        }
    }

    private static final class Draft<P> {
        private @Nullable P place;
        private boolean measured;
        private boolean anything;
        private boolean passed;
        private @Nullable Draft<P> element;
        private @Nullable Draft<P> otherCase;
        private final List<String> keys = new ArrayList<>();
        private final List<Draft<P>> members = new ArrayList<>();

        private Draft<P> at(String path) {
            Draft<P> here = this;
            for (String step : path.replace(ELEMENT, "." + ELEMENT).split("\\.")) {
                if (!step.isEmpty()) {
                    here = step.equals(ELEMENT) ? here.element() : here.member(step);
                }
            }
            return here;
        }

        private Draft<P> element() {
            if (element == null) {
                element = new Draft<>();
            }
            return element;
        }

        private Draft<P> member(String key) {
            int known = keys.indexOf(key);
            if (known >= 0) {
                return members.get(known);
            }
            Draft<P> added = new Draft<>();
            keys.add(key);
            members.add(added);
            return added;
        }
    }
}
