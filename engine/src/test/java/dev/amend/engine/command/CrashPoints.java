package dev.amend.engine.command;

import dev.amend.engine.hooks.StepListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The moments right before and right after each durable step, named and counted, such as {@code after target OVERWRITE #1};
 * sends its own process a signal at one of them.
 */
final class CrashPoints implements StepListener {
    /** As long as a signal and what it sets off may take. */
    private static final long PAUSE_NANOS = 2_000_000_000;
    /** Two signals of a kind become one if the first was not delivered before the second is sent. */
    private static final long BETWEEN_SIGNALS_NANOS = 100_000_000;

    private final String deadly;
    private final List<String> signals;
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<String> reached = new ArrayList<>();

    private CrashPoints(String deadly, List<String> signals) {
        this.deadly = deadly;
        this.signals = signals;
    }

    static CrashPoints recorded() {
        return new CrashPoints("nowhere", List.of());
    }

    /** @param signals {@code KILL}, or those that the process may outlive, divided by {@code +} */
    static CrashPoints signalledAt(String point, String signals) {
        return new CrashPoints(point, List.of(signals.split("\\+")));
    }

    @Override
    public void before(String step) {
        reached("before " + step);
    }

    @Override
    public void after(String step) {
        reached("after " + step);
    }

    /** Batches in flight take their steps side by side. */
    private synchronized void reached(String moment) {
        // Events and releases are numbered: which number one gets depends on what happened meanwhile
        String plain = moment.replaceFirst("backfills/[^/]+/", "").replaceFirst("/\\d{6}", "/N");
        String point = plain + " #" + counts.merge(plain, 1, Integer::sum);
        reached.add(point);
        if (point.equals(deadly)) {
            signalThisProcess();
        }
    }

    synchronized List<String> all() {
        return List.copyOf(reached);
    }

    private void signalThisProcess() {
        for (String signal : signals) {
            send(signal);
        }
        // who asks twice has the process ended: the command must not have stopped working by then
        if (signals.size() == 1) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void send(String signal) {
        long pid = ProcessHandle.current().pid();
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (signal.equals("KILL")) {
            throw new IllegalStateException("Process %d outlived its kill".formatted(pid));
        }
        LockSupport.parkNanos(BETWEEN_SIGNALS_NANOS);
    }
}
