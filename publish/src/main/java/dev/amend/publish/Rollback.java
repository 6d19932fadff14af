package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import java.time.Clock;
import java.util.List;
import org.apache.iceberg.Table;

/** Makes the old data current again and keeps what others wrote outside the range. */
@SuppressWarnings("DoNotCallSuggester") // goes with the working parts
public final class Rollback {
    private final Table table;
    private final Clock clock;
    private final PublishListener listener;

    public Rollback(Table table, Clock clock, PublishListener listener) {
        this.table = table;
        this.clock = clock;
        this.listener = listener;
    }

    /** What is missing for a rollback: tags, snapshots, files; empty if it is ready. */
    public List<String> missing(ShadowPlan plan) {
        throw new UnsupportedOperationException("" + table + clock + listener + plan);
    }

    /**
     * Rolls back once; called again it finds what it did.
     *
     * @throws dev.amend.specs.AmendException if it is not ready: then nothing was changed
     */
    public RollbackResult rollBack(RollbackRequest request) throws CommitOutcomeUnknown {
        throw new UnsupportedOperationException("" + request);
    }
}
