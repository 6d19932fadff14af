package dev.amend.publish.branch;

import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;

/** Stops the process, as far as a test can, right after a step. */
public record CrashAfter(PublishStep step) implements PublishListener {

    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;

        Crash(String message) {
            super(message);
        }
    }

    @Override
    public void after(PublishStep taken) {
        if (taken == step) {
            throw new Crash("after " + step);
        }
    }
}
