package dev.amend.publish.guard;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Checks a snapshot right before it is committed: its manifests are written, and no reader can see it yet. It is called
 * again for each further attempt of Iceberg's commit.
 */
@FunctionalInterface
public interface CommitCheck {

    /** A check that accepts everything. */
    CommitCheck NONE = (proposed, added) -> {};

    /**
     * Returns if the snapshot may be committed.
     *
     * @param proposed the table as it would be after the commit
     * @throws RuntimeException if the snapshot must not be committed; nothing is sent then, and its files are deleted
     */
    void require(Table proposed, Snapshot added);
}
