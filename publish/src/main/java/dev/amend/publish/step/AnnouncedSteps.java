package dev.amend.publish.step;

import dev.amend.publish.guard.CommitOutcomeUnknown;

/** Runs steps and announces each. */
public record AnnouncedSteps(PublishListener listener) {

    /** A step's work. */
    public interface Work<T> {
        T done() throws CommitOutcomeUnknown;
    }

    public <T> T take(PublishStep step, Work<T> work) throws CommitOutcomeUnknown {
        listener.before(step);
        T result = work.done();
        listener.after(step);
        return result;
    }
}
