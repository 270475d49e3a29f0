package io.groqmeter;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls known again by a mark: a text whose very instance tells, not what it says. A request keeps the instance of a header's value
 * from thread to thread, and nothing of it shows on the wire. A mark is forgotten with its text. Thread-safe.
 */
final class CallMarks {

    private final Map<Object, Object> calls = new ConcurrentHashMap<>();
    private final ReferenceQueue<String> forgotten = new ReferenceQueue<>();

    /** The same text as another instance, which marks the call. */
    @SuppressWarnings("StringOperationCanBeSimplified") // a new instance is what is wanted
    String mark(String text, Object call) {
        String mark = new String(text);
        for (Object gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
            calls.remove(gone);
        }
        calls.put(new Mark(mark, forgotten), call);
        return mark;
    }

    /** The call that one of those texts marks; null when none does. */
    @Nullable
    Object marked(Iterable<String> texts) {
        if (calls.isEmpty()) {
            return null;
        }
        for (String text : texts) {
            Object call = text == null ? null : calls.get(new Asked(text));
            if (call != null) {
                return call;
            }
        }
        return null;
    }

    /** Equals a question about its text while that lives, and then only itself. */
    private static final class Mark extends WeakReference<String> {

        private final int hash;

        Mark(String text, ReferenceQueue<String> forgotten) {
            super(text, forgotten);
            this.hash = System.identityHashCode(text);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Asked asked && refersTo(asked.text());
        }
    }

    /** Looks for the mark that is this very text. */
    private record Asked(String text) {

        @Override
        public int hashCode() {
            return System.identityHashCode(text);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Mark mark && mark.refersTo(text);
        }
    }
}
