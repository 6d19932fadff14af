package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import org.apache.iceberg.Table;

/** A throw-away branch of the target, on which one partition is built to prove the transform. */
@SuppressWarnings("DoNotCallSuggester") // goes with the working parts
public final class ScratchBranch {
    private final Table table;
    private final BackfillRefs refs;
    private final PublishListener listener;

    public ScratchBranch(Table table, BackfillRefs refs, PublishListener listener) {
        this.table = table;
        this.refs = refs;
        this.listener = listener;
    }

    /** Creates it at a snapshot; one that an earlier run left behind is dropped first. */
    public String create(long snapshotId) throws CommitOutcomeUnknown {
        throw new UnsupportedOperationException("" + table + refs + listener + snapshotId);
    }

    /** Drops it with the snapshots and files that only it has. Does nothing if there is none. */
    public void drop() throws CommitOutcomeUnknown {
        throw new UnsupportedOperationException();
    }
}
