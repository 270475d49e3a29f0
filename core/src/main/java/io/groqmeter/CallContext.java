package io.groqmeter;

import io.groqmeter.usage.Attribution;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a thread knows of the calls it makes: whom they are for, and which one of them is being carried at present.
 *
 * <p>It belongs to one thread, platform or virtual, and is not inherited: a thread of a pool would book its later work to whoever
 * happened to start it. Work handed to another thread takes it along through {@link #wrap(Runnable)} and its like.
 */
public final class CallContext {

    private final ThreadLocal<@Nullable State> states = new ThreadLocal<>();
    private final CallMarks marks = new CallMarks();
    private final Attribution everybody;

    /** What holds on a thread. */
    private record State(Attribution attribution, @Nullable Object carried) {}

    /** @param everybody whom calls are for where nobody says more */
    CallContext(Attribution everybody) {
        this.everybody = everybody;
    }

    /** Ends with the block it was opened in, on the same thread; then what held before holds again. */
    public interface Scope extends AutoCloseable {

        @Override
        void close();
    }

    private State state() {
        State state = states.get();
        return state == null ? new State(everybody, null) : state;
    }

    private Scope enter(@Nullable State state) {
        State before = states.get();
        set(state);
        return () -> set(before);
    }

    private void set(@Nullable State state) {
        if (state == null) {
            states.remove();
        } else {
            states.set(state);
        }
    }

    /** Whom calls of this thread are for. */
    public Attribution attribution() {
        return state().attribution();
    }

    /** Books this thread's calls to those, too: what they do not say stays as it was. */
    public Scope attribute(Attribution more) {
        State now = state();
        return enter(new State(now.attribution().and(more), now.carried()));
    }

    /** The call this thread is carrying to Groq at present; null when there is none. */
    public @Nullable Object carried() {
        return state().carried();
    }

    /**
     * The call that this thread is carrying, or else the one that a request is marked with.
     *
     * @param values the values of the request's headers, the very instances
     */
    public @Nullable Object carried(Iterable<String> values) {
        Object here = carried();
        return here == null ? marks.marked(values) : here;
    }

    /**
     * A header's value that says the same as another and marks its request as carrying that call, to whatever thread it goes. Only
     * {@link #carried(Iterable)} sees the mark: it is the instance, not the text.
     */
    public String mark(String value, Object call) {
        return marks.mark(value, call);
    }

    /** Says that this thread is carrying that call, so that whoever carries it further does not count it again. */
    public Scope carry(Object call) {
        return enter(new State(state().attribution(), call));
    }

    /** What held on a thread, to hold on another for a while. */
    public interface Captured {

        /** Holds on the calling thread until the scope is closed. */
        Scope resume();
    }

    /** What holds on this thread now. */
    public Captured capture() {
        State captured = states.get();
        return () -> enter(captured);
    }

    /** The work, with what holds on this thread now. */
    public Runnable wrap(Runnable work) {
        Captured captured = capture();
        return () -> {
            Scope scope = captured.resume();
            try {
                work.run();
            } finally {
                scope.close();
            }
        };
    }

    /** The work, with what holds on this thread now. */
    public <T> Callable<T> wrap(Callable<T> work) {
        Captured captured = capture();
        return () -> {
            Scope scope = captured.resume();
            try {
                return work.call();
            } finally {
                scope.close();
            }
        };
    }

    /** An executor whose tasks have what held on the thread that gave them. */
    public Executor wrap(Executor executor) {
        return task -> executor.execute(wrap(task));
    }

    /** An executor whose tasks have what held on the thread that gave them. */
    public ExecutorService wrap(ExecutorService executor) {
        return new Carrying(executor);
    }

    /** Hands every task on together with the state of the thread that gives it. */
    private final class Carrying extends AbstractExecutorService {

        private final ExecutorService executor;

        Carrying(ExecutorService executor) {
            this.executor = executor;
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(wrap(task));
        }

        @Override
        public void shutdown() {
            executor.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return executor.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return executor.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return executor.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return executor.awaitTermination(timeout, unit);
        }
    }
}
