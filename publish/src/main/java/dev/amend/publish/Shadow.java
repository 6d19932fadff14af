package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.util.Map;
import org.apache.iceberg.Table;

/** The branch of the target on which a backfill builds corrected data, and the tag that keeps the old. */
@SuppressWarnings("DoNotCallSuggester") // goes with the working parts
public final class Shadow {
    private final Table table;
    private final ShadowPlan plan;
    private final Clock clock;
    private final PublishListener listener;

    public Shadow(Table table, ShadowPlan plan, Clock clock, PublishListener listener) {
        this.table = table;
        this.plan = plan;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Creates tag and branch at the baseline and clears the range on the branch. What is there already stays.
     *
     * @throws dev.amend.specs.AmendException if a ref of that name is elsewhere, or files straddle the range
     */
    public void prepare() throws CommitOutcomeUnknown {
        throw new UnsupportedOperationException("" + table + plan + clock + listener);
    }

    /**
     * Moves the baseline tag from an earlier baseline to the plan's, after drift. Batches on the branch stay.
     */
    public void moveBaseline(long earlierBaselineSnapshotId) throws CommitOutcomeUnknown {
        throw new UnsupportedOperationException("" + earlierBaselineSnapshotId);
    }

    /** The branch's latest snapshot. */
    public long head() {
        throw new UnsupportedOperationException();
    }

    /** The batches on the branch by id; the latest commit of each. */
    public Map<String, CommittedBatch> committedBatches() {
        throw new UnsupportedOperationException();
    }

    /** What the commit of a batch must carry in its summary. */
    public Map<String, String> batchProperties(Batch batch, int attempt, String pins) {
        throw new UnsupportedOperationException("" + batch + attempt + pins);
    }

    /**
     * Checks a batch's commit by metadata: it touched only files of the batch's partitions, no delete files are on the
     * branch's range, and main has none of the backfill's batches.
     *
     * @throws dev.amend.specs.AmendException if not
     */
    public void verifyBatch(Batch batch, CommittedBatch committed) {
        throw new UnsupportedOperationException("" + batch + committed);
    }
}
