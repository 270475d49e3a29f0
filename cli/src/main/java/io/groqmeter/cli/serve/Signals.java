package io.groqmeter.cli.serve;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The signals this process is sent. By reflection: {@code sun.misc.Signal} is the only way to hear of one, and javac warns of it.
 */
public final class Signals {

    private Signals() {}

    /**
     * From now on, that signal runs the handler, on a thread of its own each time, and does nothing else. Where the platform has no
     * such signal, or the JVM keeps it to itself ({@code -Xrs}), nothing changes.
     *
     * @param name without {@code SIG}
     */
    public static void handle(String name, Runnable handler) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object signal = signals.getConstructor(String.class).newInstance(name);
            Method handle = signals.getMethod("handle", signals, handlers);
            handle.invoke(
                    null,
                    signal,
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handlers},
                            (proxy, method, arguments) -> called(proxy, method, arguments, handler)));
        } catch (ReflectiveOperationException e) {
            // As the contract says: then the JVM's own way of ending is all there is.
        }
    }

    private static @Nullable Object called(Object proxy, Method method, Object[] arguments, Runnable handler) {
        return switch (method.getName()) {
            case "handle" -> {
                handler.run();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "a handler of groqmeter";
        };
    }
}
