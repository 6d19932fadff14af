package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;

/** Takes steps and announces each. */
record Steps(PublishListener listener) {

    /** A step's work. */
    interface Work<T> {
        T done() throws CommitOutcomeUnknown;
    }

    <T> T take(PublishStep step, Work<T> work) throws CommitOutcomeUnknown {
        listener.before(step);
        T result = work.done();
        listener.after(step);
        return result;
    }
}
