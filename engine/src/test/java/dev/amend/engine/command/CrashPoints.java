package dev.amend.engine.command;

import dev.amend.engine.step.StepListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The moments right before and right after each durable step, named and counted, such as {@code after target SWAP #1};
 * kills its own process with {@code kill -9} at one of them.
 */
final class CrashPoints implements StepListener {
    private final String deadly;
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<String> reached = new ArrayList<>();

    private CrashPoints(String deadly) {
        this.deadly = deadly;
    }

    static CrashPoints recorded() {
        return new CrashPoints("nowhere");
    }

    static CrashPoints deadlyAt(String point) {
        return new CrashPoints(point);
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
            killThisProcess();
        }
    }

    synchronized List<String> all() {
        return List.copyOf(reached);
    }

    private static void killThisProcess() {
        long pid = ProcessHandle.current().pid();
        try {
            new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("Process %d outlived its kill -9".formatted(pid));
    }
}
