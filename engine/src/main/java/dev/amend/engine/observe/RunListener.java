package dev.amend.engine.observe;

import dev.amend.engine.gates.Hold;
import dev.amend.specs.Batch;
import java.time.Duration;
import java.util.List;

/** Is notified of what a run does. Methods may be called from several threads at once. */
public interface RunListener {

    /** Receives the number of batches that earlier runs finished, and of all batches. */
    default void started(int done, int total) {}

    default void building(Batch batch, int attempt) {}

    /** The batch's commit is in the shadow. */
    default void built(Batch batch, long rows, Duration took) {}

    default void reconciled(Batch batch, Duration took) {}

    default void failed(Batch batch, String reason) {}

    /** The next batch waits for these gates. */
    default void waiting(List<Hold> holds) {}

    /** The run continues after it waited. */
    default void goesOn(Duration waited) {}

    /** Something that does not stop the run, but that someone should know. */
    default void warned(String sentence) {}

    /** No further batch is started; those in flight finish. */
    default void stopping(String reason) {}
}
