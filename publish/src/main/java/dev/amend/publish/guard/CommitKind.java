package dev.amend.publish.guard;

import dev.amend.specs.BackfillId;
import java.util.Locale;
import org.apache.iceberg.Snapshot;

/** The purpose of a backfill's commit. */
public enum CommitKind {
    /** Empties the range on the shadow. */
    CLEAR,
    /** Writes one batch to the shadow. */
    BATCH,
    /** Writes the old rows into new files, on a branch of their own. */
    RESTORE,
    /** Makes the shadow current. */
    PUBLISH,
    /** Makes the old data current again. */
    ROLLBACK;

    /** The kind as it is written in a summary. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a snapshot has this kind and belongs to this backfill. */
    public boolean marks(Snapshot snapshot, BackfillId id) {
        return id.value().equals(snapshot.summary().get(SummaryKeys.BACKFILL_ID))
                && key().equals(snapshot.summary().get(SummaryKeys.KIND));
    }
}
