package dev.amend.engine.pace;

import java.time.Duration;

/** Waits. Tests let time pass instead. */
@FunctionalInterface
public interface Sleeper {

    /** Returns after about this long. */
    void sleep(Duration duration) throws InterruptedException;
}
