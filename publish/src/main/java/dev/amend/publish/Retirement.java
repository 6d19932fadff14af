package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import org.apache.iceberg.Table;

/** Lets a backfill's branch, tags and snapshots go, in one commit, and then the files that nothing reaches any more. */
@SuppressWarnings("DoNotCallSuggester") // goes with the working parts
public final class Retirement {
    private final Table table;
    private final PublishListener listener;

    public Retirement(Table table, PublishListener listener) {
        this.table = table;
        this.listener = listener;
    }

    /** After the rollback window, or after cancelling. Called again it does nothing. */
    public Retired retire(ShadowPlan plan) throws CommitOutcomeUnknown {
        throw new UnsupportedOperationException("" + table + listener + plan);
    }

    /** What left. */
    public record Retired(int refs, int snapshots, int files) {}
}
