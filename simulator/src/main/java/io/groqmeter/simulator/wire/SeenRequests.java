package io.groqmeter.simulator.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** The last requests received. Thread-safe; small bodies are hashed on demand. */
public final class SeenRequests {

    private static final int CAPACITY = 1000;

    private final Deque<Supplier<SeenRequest>> last = new ArrayDeque<>();
    private long count;

    public synchronized void add(Request request) {
        long number = ++count;
        if (request.body().length > SeenRequest.LARGEST_KEPT) {
            SeenRequest seen = SeenRequest.of(number, request);
            last.add(() -> seen);
        } else {
            last.add(() -> SeenRequest.of(number, request));
        }
        if (last.size() > CAPACITY) {
            last.remove();
        }
    }

    /** The last {@code limit} requests, oldest first; never more than 1,000. */
    public synchronized List<SeenRequest> last(int limit) {
        List<SeenRequest> seen = new ArrayList<>();
        int skip = Math.max(0, last.size() - limit);
        for (Supplier<SeenRequest> request : last) {
            if (skip-- <= 0) {
                seen.add(request.get());
            }
        }
        return seen;
    }

    public synchronized void clear() {
        last.clear();
        count = 0;
    }
}
