package dev.amend.engine.gates;

import java.time.Duration;

/** Waits; tests replace it. */
@FunctionalInterface
public interface Sleeper {

    /** Returns after about this long. */
    void sleep(Duration duration) throws InterruptedException;
}
