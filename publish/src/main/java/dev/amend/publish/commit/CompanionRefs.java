package dev.amend.publish.commit;

import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;

/**
 * Refs that are set in the very commit that adds a snapshot, so that no moment lies in between: not for a crash, not
 * for expiry by others.
 */
public interface CompanionRefs {

    /** No refs. */
    CompanionRefs NONE = (base, added) -> Map.of();

    /**
     * What to set, by name; asked again when the commit is tried again.
     *
     * @param base what the commit is compared against
     */
    Map<String, SnapshotRef> with(TableMetadata base, Snapshot added);
}
