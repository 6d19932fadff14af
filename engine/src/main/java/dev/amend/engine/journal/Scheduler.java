package dev.amend.engine.journal;

import java.time.Duration;

/** Waiting and repeating. */
public interface Scheduler {

    void sleep(Duration duration) throws InterruptedException;

    /** Does something again and again, the first time after one interval, in a thread of its own, until stopped. */
    Repetition every(Duration interval, Runnable action);

    /** Something that is done again and again. */
    interface Repetition {

        /** No further time is begun. Harmless when repeated. */
        void stop();
    }
}
