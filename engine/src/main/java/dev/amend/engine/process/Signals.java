package dev.amend.engine.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * The signals that the operating system sends to this process.
 *
 * <p>Java offers only {@code sun.misc.Signal}: every JDK exports that class, but every compiler warns about its name.
 * Reflection avoids the warning.
 */
final class Signals {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /**
     * Runs an action at each signal from now on, in place of the previous handling.
     *
     * @return restores the previous handling; empty if this system has no such signal, or the JVM reserves it
     */
    static Optional<Runnable> handle(String name, Action action) {
        try {
            Class<?> signals = Class.forName(SIGNAL);
            Class<?> handlers = Class.forName(HANDLER);
            Object signal = signals.getConstructor(String.class).newInstance(name);
            Object[] before = new Object[1];
            InvocationHandler ours = (proxy, method, arguments) -> {
                if (action.signalled() == Answer.AS_BEFORE) {
                    method.invoke(before[0], arguments);
                }
                return null;
            };
            Object handler = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlers}, ours);
            before[0] = signals.getMethod("handle", signals, handlers).invoke(null, signal, handler);
            return Optional.of(() -> putBack(signals, handlers, signal, before[0]));
        } catch (InvocationTargetException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JDK has no " + SIGNAL, e);
        }
    }

    private static void putBack(Class<?> signals, Class<?> handlers, Object signal, Object before) {
        try {
            signals.getMethod("handle", signals, handlers).invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot give back the handling of " + signal, e);
        }
    }

    /** Runs at a signal, on a thread of the JVM. */
    @FunctionalInterface
    interface Action {
        Answer signalled();
    }

    /** The answer to a signal: handled, or left to the previous handling. */
    enum Answer {
        HANDLED,
        AS_BEFORE
    }
}
