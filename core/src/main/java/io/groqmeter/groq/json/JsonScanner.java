package io.groqmeter.groq.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scans a JSON text as its bytes arrive and passes the values at the places of an outline to a visitor.
 *
 * <p>The bytes may be cut anywhere, even inside an escape or a character. What the outline does not name is skipped without being
 * kept: state is bounded by the outline's depth, not by the text's length, depth or strings. Bytes that are not JSON end the scan
 * silently; values visited before remain valid. Not thread-safe.
 *
 * @param <P> the names of the outline's places
 */
public final class JsonScanner<P> {

    private enum State {
        /** A value must come. */
        VALUE,
        /** A value or the end of the array. */
        ELEMENT,
        /** A key or the end of the object. */
        KEY,
        COLON,
        /** A comma or the end of the container. */
        AFTER_VALUE,
        STRING,
        /** A number, {@code true}, {@code false} or {@code null}. */
        LITERAL,
        /** Inside a string or container that the outline does not name. */
        SKIPPED,
        /** The text is complete, or was not JSON. */
        OVER
    }

    private final JsonOutline<P> outline;
    private final JsonVisitor<P> visitor;
    private final JsonValue value = new JsonValue();
    private final StringWalk string = new StringWalk(value);
    private final SkippedValue skipped = new SkippedValue();
    private final List<Container<P>> open = new ArrayList<>();

    private State state = State.VALUE;
    private int depth;
    private @Nullable JsonOutline<P> next;
    private boolean isKey;
    private boolean irregular;

    public JsonScanner(JsonOutline<P> outline, JsonVisitor<P> visitor) {
        this.outline = outline;
        this.visitor = visitor;
        reset();
    }

    /** Discards the text so far and expects a new one. */
    public void reset() {
        state = State.VALUE;
        depth = 0;
        next = outline;
        irregular = false;
    }

    /** Reads the next bytes, {@code from} inclusive to {@code to} exclusive. The array is not kept. */
    public void read(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            at = switch (state) {
                case STRING -> string(bytes, at, to);
                case LITERAL -> literal(bytes, at, to);
                case SKIPPED -> skip(bytes, at, to);
                case OVER -> behind(bytes, at, to);
                default -> structure(bytes, at, to);
            };
        }
    }

    /** Whether no more bytes are expected: the text is complete, or was not JSON. */
    public boolean over() {
        return state == State.OVER;
    }

    /**
     * Whether something was seen that is not JSON and that a lenient reader may take differently: a second text after the
     * first, a comment, a byte order mark, an unknown escape. It covers what has been read so far.
     */
    public boolean irregular() {
        return irregular || (state == State.SKIPPED && skipped.irregular());
    }

    /** The bytes so far of a measured string that has not ended. */
    public long unfinishedBytes() {
        boolean inMeasured = state == State.STRING && !isKey && next != null && next.measured;
        return inMeasured ? value.utf8Bytes() : 0;
    }

    /** The bytes so far of a string at that place that has not ended, with its escapes. */
    public long unfinishedBytes(P place) {
        boolean there = state == State.STRING && !isKey && next != null && next.place == place;
        return there ? value.passedBytes() : 0;
    }

    private int structure(byte[] bytes, int at, int to) {
        byte mark = bytes[at];
        if (mark == ' ' || mark == '\n' || mark == '\r' || mark == '\t') {
            return at + 1;
        }
        return switch (state) {
            case VALUE -> startValue(bytes, at, to);
            case ELEMENT -> mark == ']' ? close(at) : startValue(bytes, at, to);
            case KEY -> mark == '"' ? startKey(bytes, at + 1, to) : mark == '}' ? close(at) : giveUp(at);
            case COLON -> mark == ':' ? then(State.VALUE, at) : giveUp(at);
            default -> afterValue(mark, at);
        };
    }

    private int startKey(byte[] bytes, int at, int to) {
        int end = ByteSearch.firstOf('"', '\\', bytes, at, to);
        if (end < to && bytes[end] == '"') {
            key(top().outline.member(bytes, at, end));
            return then(State.COLON, end);
        }
        isKey = true;
        string.start(true);
        state = State.STRING;
        return at;
    }

    private void key(@Nullable JsonOutline<P> member) {
        next = member;
        if (member != null) {
            Container<P> top = top();
            if ((top.seen & member.bit) != 0) {
                visitor.repeated(member.place);
            }
            top.seen |= member.bit;
        }
    }

    private int startValue(byte[] bytes, int at, int to) {
        JsonOutline<P> here = next;
        boolean wanted = here != null && here.place != null;
        switch (bytes[at]) {
            case '"' -> {
                if (!wanted) {
                    return startSkipping(bytes, at, to);
                }
                isKey = false;
                string.start(here != null && !here.measured);
                if (here != null && here.passed && here.place != null) {
                    P place = here.place;
                    value.passTo((piece, from, end) -> visitor.piece(place, piece, from, end));
                }
                state = State.STRING;
                return string(bytes, at + 1, to);
            }
            case '{', '[' -> {
                if (here != null) {
                    return enter(here, bytes[at] == '[', at);
                }
                return startSkipping(bytes, at, to);
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 't', 'f', 'n' -> {
                value.start(false, wanted);
                state = State.LITERAL;
                return at;
            }
            case (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> {
                // A byte order mark before the text.
                return depth == 0 ? at + 1 : giveUp(at);
            }
            default -> {
                return giveUp(at);
            }
        }
    }

    private int startSkipping(byte[] bytes, int at, int to) {
        skipped.start();
        state = State.SKIPPED;
        return skip(bytes, at, to);
    }

    private int enter(JsonOutline<P> container, boolean isArray, int at) {
        if (depth == open.size()) {
            open.add(new Container<>());
        }
        Container<P> entered = open.get(depth++);
        entered.outline = container;
        entered.isArray = isArray;
        entered.seen = 0;
        next = container.element;
        state = isArray ? State.ELEMENT : State.KEY;
        if (container.place != null) {
            visitor.begin(container.place);
        }
        return at + 1;
    }

    private int close(int at) {
        P place = top().outline.place;
        depth--;
        valueIsOver();
        if (place != null) {
            visitor.end(place);
        }
        return at + 1;
    }

    private int afterValue(byte mark, int at) {
        Container<P> top = top();
        if (mark == ',') {
            next = top.isArray ? top.outline.element : null;
            return then(top.isArray ? State.ELEMENT : State.KEY, at);
        }
        return mark == (top.isArray ? ']' : '}') ? close(at) : giveUp(at);
    }

    private void valueIsOver() {
        state = depth == 0 ? State.OVER : State.AFTER_VALUE;
    }

    private Container<P> top() {
        return open.get(depth - 1);
    }

    private int then(State following, int at) {
        state = following;
        return at + 1;
    }

    private int giveUp(int at) {
        irregular = true;
        return then(State.OVER, at);
    }

    private int string(byte[] bytes, int at, int to) {
        int end = string.read(bytes, at, to);
        irregular |= string.irregular() || string.broken();
        if (string.broken()) {
            state = State.OVER;
        } else if (string.over() && isKey) {
            key(value.memberOf(top().outline));
            state = State.COLON;
        } else if (string.over()) {
            visitValue();
        }
        return end;
    }

    private void visitValue() {
        valueIsOver();
        if (next != null && next.place != null) {
            visitor.value(next.place, value);
        }
    }

    private int literal(byte[] bytes, int at, int to) {
        int end = ByteSearch.endOfLiteral(bytes, at, to);
        value.add(bytes, at, end);
        for (int i = at; i < end; i++) {
            irregular |= !ByteSearch.isLiteral(bytes[i]);
        }
        if (end < to) {
            visitValue();
        }
        return end;
    }

    /** Only blanks may follow the text. */
    private int behind(byte[] bytes, int at, int to) {
        for (int i = at; i < to && !irregular; i++) {
            irregular = bytes[i] != ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t';
        }
        return to;
    }

    private int skip(byte[] bytes, int at, int to) {
        int end = skipped.read(bytes, at, to);
        if (skipped.over()) {
            irregular |= skipped.irregular();
            valueIsOver();
        }
        return end;
    }

    private static final class Container<P> {
        @SuppressWarnings("NullAway.Init")
        private JsonOutline<P> outline;

        private boolean isArray;
        private long seen;
    }
}
