package dev.amend.publish.shadow;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.specs.Batch;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

/**
 * The place where a backfill builds corrected data unseen by consumers: a branch of the target, or a table beside it.
 */
public interface Shadow {

    /**
     * Prepares the shadow for the first batch, and tags the old data. Existing parts stay.
     *
     * @throws dev.amend.specs.error.AmendException if its name is already used by someone else, or files straddle the
     *     range
     */
    void prepare() throws CommitOutcomeUnknown;

    /** Moves the baseline tag from an earlier baseline to the plan's, after drift. Batches in the shadow stay. */
    void moveBaseline(long earlierBaselineSnapshotId) throws CommitOutcomeUnknown;

    /**
     * Passes the table to an engine that writes a batch and commits by itself; the commit is guarded.
     *
     * @throws dev.amend.specs.error.AmendException if the table is not as planned, or a later run has taken over
     * @throws CommitOutcomeUnknown if it is unknown whether it was applied
     */
    void write(Consumer<Table> engine) throws CommitOutcomeUnknown;

    /** The latest snapshot. */
    long head();

    /**
     * The snapshot from before anything was written to the shadow; a new baseline does not move it. If others expired
     * it, the snapshot in which the range was cleared: both are the same outside the range.
     */
    long root();

    /** The batches in the shadow by id, in the order of their commits; the latest commit of each. */
    Map<String, CommittedBatch> committedBatches();

    /**
     * Checks a batch's commit by metadata: it touched only files of the batch's partitions, added no delete files, and
     * consumers do not see it.
     *
     * @throws dev.amend.specs.error.AmendException if the check fails
     */
    void verifyBatch(Batch batch, CommittedBatch committed);
}
