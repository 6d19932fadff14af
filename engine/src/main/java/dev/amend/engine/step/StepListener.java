package dev.amend.engine.step;

import dev.amend.publish.PublishListener;
import dev.amend.publish.PublishStep;

/**
 * Is told of every durable step of a command, right before and right after: each write to the journal, each step that
 * changes the target, each write to the audit table. A process may die between any two of them.
 */
public interface StepListener {

    /** Hears nothing. */
    StepListener NONE = new StepListener() {};

    /** @param step such as {@code target SWAP} or {@code journal backfills/ID/status.json} */
    default void before(String step) {}

    /** Not called for a step that failed. */
    default void after(String step) {}

    /** Passes the steps on that change the target. */
    default PublishListener onTarget() {
        StepListener steps = this;
        return new PublishListener() {
            @Override
            public void before(PublishStep step) {
                steps.before("target " + step);
            }

            @Override
            public void after(PublishStep step) {
                steps.after("target " + step);
            }
        };
    }
}
