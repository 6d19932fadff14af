package dev.amend.engine.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * What the operating system asks of this process.
 *
 * <p>Java has only {@code sun.misc.Signal} for it: every JDK exports that class, and no compiler lets its name pass without
 * a warning. Hence by reflection.
 */
final class Signals {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {}

    /**
     * Has an action done at each signal from now on, in place of what was done until now.
     *
     * @return puts back what was there; empty where this system has no such signal, or it is not ours to handle
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

    /** Done at a signal, on a thread of the JVM's own. */
    @FunctionalInterface
    interface Action {
        Answer signalled();
    }

    /** Whether a signal was dealt with. */
    enum Answer {
        HANDLED,
        AS_BEFORE
    }
}
