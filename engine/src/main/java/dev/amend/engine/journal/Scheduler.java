package dev.amend.engine.journal;

import java.time.Duration;

/** Waits and repeats actions. */
public interface Scheduler {

    void sleep(Duration duration) throws InterruptedException;

    /** Repeats an action in its own thread until stopped, the first time after one interval. */
    Repetition every(Duration interval, Runnable action);

    /** An action that is being repeated. */
    interface Repetition {

        /** Starts no further repetition. Harmless when repeated. */
        void stop();
    }
}
