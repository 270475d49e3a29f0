package io.groqmeter.cli.serve;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The signals sent to this process. By reflection: {@code sun.misc.Signal} is the only way to receive them, and javac warns about it.
 */
public final class Signals {

    private Signals() {}

    /**
     * From now on, that signal runs the handler, on a thread of its own each time, and does nothing else. If the platform has no
     * such signal, or the JVM reserves it ({@code -Xrs}), nothing changes.
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
            // As the contract says: the JVM's own handling stays.
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
