package dev.amend.publish.branch;

import dev.amend.publish.guard.CommitKind;
import org.apache.iceberg.Snapshot;

/**
 * The latest decision on a backfill, as recorded in its target.
 *
 * @param kind {@code PUBLISH} or {@code ROLLBACK}
 * @param snapshot the publication, or main's head that made the old data current again
 */
public record Decision(CommitKind kind, Snapshot snapshot) {}
