package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The open calls of a journal and of the store behind it, each once. */
final class OpenCalls {

    private static final Comparator<OpenCall> EARLIEST_FIRST =
            Comparator.comparing(OpenCall::startedAt).thenComparing(OpenCall::id);

    private final Map<String, OpenCall> calls = new HashMap<>();

    /** Adds one of the journal, in place of an earlier one of its id. */
    void add(OpenCall call) {
        calls.put(call.id(), call);
    }

    void remove(String id) {
        calls.remove(id);
    }

    /**
     * These and the store's, earliest start first.
     *
     * @param settled whether the journal has a call's record
     */
    List<OpenCall> with(Collection<OpenCall> stored, Predicate<OpenCall> settled) {
        for (OpenCall call : stored) {
            OpenCall known = calls.get(call.id());
            // That a call is unsettled is known for good; else what the journal says is newer.
            if ((known == null || (known.unsettled() == null && call.unsettled() != null)) && !settled.test(call)) {
                calls.put(call.id(), call);
            }
        }
        return calls.values().stream().sorted(EARLIEST_FIRST).toList();
    }
}
