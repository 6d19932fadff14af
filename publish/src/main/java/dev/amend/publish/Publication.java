package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import java.time.Clock;
import org.apache.iceberg.Table;

/** Makes a reconciled shadow current, in one commit. */
@SuppressWarnings("DoNotCallSuggester") // goes with the working parts
public final class Publication {
    private final Table table;
    private final Clock clock;
    private final PublishListener listener;

    public Publication(Table table, Clock clock, PublishListener listener) {
        this.table = table;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Publishes once; called again it finds what it did. The result is verified, and undone if it is not what was
     * approved.
     *
     * @throws dev.amend.specs.AmendException if table, shadow or batches are not as approved
     */
    public PublicationResult publish(PublicationRequest request) throws CommitOutcomeUnknown {
        return unfinished("" + table + clock + listener + request);
    }

    /**
     * Compares what main has in the range now with what was published.
     *
     * @return who changed the range since, oldest first; empty if it is as published
     */
    public java.util.List<dev.amend.publish.range.RangeChange> changesSince(ShadowPlan plan, long publishedSnapshotId) {
        return unfinished("" + plan + publishedSnapshotId);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // goes with the working parts
    private static <T> T unfinished(String text) {
        throw new UnsupportedOperationException(text);
    }
}
