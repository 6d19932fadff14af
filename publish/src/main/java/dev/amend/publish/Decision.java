package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import org.apache.iceberg.Snapshot;

/**
 * What became of a backfill, as its target says.
 *
 * @param kind {@code PUBLISH} or {@code ROLLBACK}
 * @param snapshot the publication, or main's head that made the old data current again
 */
record Decision(CommitKind kind, Snapshot snapshot) {}
