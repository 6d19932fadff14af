package dev.amend.publish.guard;

import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;

/**
 * Refs that are set in the same commit that adds a snapshot, so that neither a crash nor expiry by others can come in
 * between.
 */
public interface CompanionRefs {

    /** No refs. */
    CompanionRefs NONE = (base, added) -> Map.of();

    /**
     * The refs to set, by name; called again for each attempt of the commit.
     *
     * @param base the metadata that the commit is based on
     */
    Map<String, SnapshotRef> with(TableMetadata base, Snapshot added);
}
