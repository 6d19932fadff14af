package dev.amend.publish.branch;

import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Tells of every step on standard output, and kills its own process with {@code kill -9} at one of these points. */
final class KillSwitch implements PublishListener {
    private final String deadlyPoint;

    /** @param deadlyPoint such as {@code after SWAP}; one that never comes does no harm */
    KillSwitch(String deadlyPoint) {
        this.deadlyPoint = deadlyPoint;
    }

    @Override
    public void before(PublishStep step) {
        reached("before " + step);
    }

    @Override
    public void after(PublishStep step) {
        reached("after " + step);
    }

    void reached(String point) {
        System.out.println(point);
        System.out.flush();
        if (point.equals(deadlyPoint)) {
            killThisProcess();
        }
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
