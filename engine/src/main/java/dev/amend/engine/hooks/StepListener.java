package dev.amend.engine.hooks;

import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;

/**
 * Is notified of every durable step of a command, right before and right after: each write to the journal, each step
 * that changes the target, each write to the audit table. A process may die between any two of them.
 */
public interface StepListener {

    /** Ignores all steps. */
    StepListener NONE = new StepListener() {};

    /** @param step such as {@code target OVERWRITE} or {@code journal backfills/ID/status.json} */
    default void before(String step) {}

    /** Not called for a step that failed. */
    default void after(String step) {}

    /** A listener that passes on the steps that change the target. */
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
