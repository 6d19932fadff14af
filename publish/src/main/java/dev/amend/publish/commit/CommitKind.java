package dev.amend.publish.commit;

import dev.amend.specs.BackfillId;
import java.util.Locale;
import org.apache.iceberg.Snapshot;

/** What a commit of a backfill is for. */
public enum CommitKind {
    /** Empties the range on the shadow. */
    CLEAR,
    /** Writes one batch to the shadow. */
    BATCH,
    /** Has the old rows in new files, on a branch of its own. */
    RESTORE,
    /** Makes the shadow current. */
    PUBLISH,
    /** Makes the old data current again. */
    ROLLBACK;

    /** As it stands in a summary. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a snapshot is of this kind and of this backfill. */
    public boolean marks(Snapshot snapshot, BackfillId id) {
        return id.value().equals(snapshot.summary().get(SummaryKeys.BACKFILL_ID))
                && key().equals(snapshot.summary().get(SummaryKeys.KIND));
    }
}
