package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.specs.Batch;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

/** Where a backfill builds corrected data, out of consumers' sight: a branch of the target, or a table beside it. */
public interface Shadow {

    /**
     * Makes it ready for the first batch, and tags the old data. What is there already stays.
     *
     * @throws dev.amend.specs.AmendException if something of its name is somebody else's, or files straddle the range
     */
    void prepare() throws CommitOutcomeUnknown;

    /** Moves the baseline tag from an earlier baseline to the plan's, after drift. Batches in the shadow stay. */
    void moveBaseline(long earlierBaselineSnapshotId) throws CommitOutcomeUnknown;

    /**
     * Hands the table to an engine that writes a batch and commits by itself: the commit is guarded.
     *
     * @throws dev.amend.specs.AmendException if the table is not as planned, or a later run has taken over
     * @throws CommitOutcomeUnknown if nobody knows whether it was applied
     */
    void write(Consumer<Table> engine) throws CommitOutcomeUnknown;

    /** Its latest snapshot. */
    long head();

    /**
     * Its snapshot from before anything was written to it, which a new baseline leaves where it is. If others expired that,
     * the one in which the range was cleared: outside of the range both are the same.
     */
    long root();

    /** The batches in it by id, in the order in which they were committed; the latest commit of each. */
    Map<String, CommittedBatch> committedBatches();

    /**
     * Checks a batch's commit by metadata: it touched only files of the batch's partitions, added no delete files, and
     * consumers do not see it.
     *
     * @throws dev.amend.specs.AmendException if not
     */
    void verifyBatch(Batch batch, CommittedBatch committed);
}
