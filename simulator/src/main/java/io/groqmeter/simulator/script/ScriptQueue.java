package io.groqmeter.simulator.script;

import io.groqmeter.simulator.wire.Request;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Scripts waiting for their request, in order. Thread-safe; each script is used once. */
public final class ScriptQueue {

    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();

    public void add(Script script) {
        scripts.add(script);
    }

    /** Takes the first script that matches, null when none does. */
    public @Nullable Script take(Request request) {
        if (scripts.isEmpty()) {
            return null;
        }
        synchronized (scripts) {
            for (Iterator<Script> waiting = scripts.iterator(); waiting.hasNext(); ) {
                Script script = waiting.next();
                if (script.matches(request)) {
                    waiting.remove();
                    return script;
                }
            }
        }
        return null;
    }

    public void clear() {
        scripts.clear();
    }
}
