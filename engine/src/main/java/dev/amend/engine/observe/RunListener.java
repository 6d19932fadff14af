package dev.amend.engine.observe;

import dev.amend.engine.pace.Hold;
import dev.amend.specs.Batch;
import java.time.Duration;
import java.util.List;

/** Is told what a run does. Methods may be called from several threads at once. */
public interface RunListener {

    /** Batches that were finished by an earlier run, and how many there are in all. */
    default void started(int done, int total) {}

    default void building(Batch batch, int attempt) {}

    /** The batch's commit is in the shadow. */
    default void built(Batch batch, long rows, Duration took) {}

    default void reconciled(Batch batch, Duration took) {}

    default void failed(Batch batch, String reason) {}

    /** The next batch waits for these. */
    default void waiting(List<Hold> holds) {}

    /** The run goes on after it waited. */
    default void goesOn(Duration waited) {}

    /** No further batch is begun; those in flight finish. */
    default void stopping(String reason) {}
}
