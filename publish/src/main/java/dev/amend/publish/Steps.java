package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;

/** Takes steps and announces each. */
public record Steps(PublishListener listener) {

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
