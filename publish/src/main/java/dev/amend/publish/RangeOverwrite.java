package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.publish.range.TableRange;
import dev.amend.specs.BackfillId;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;

/**
 * One commit on main that replaces all files of a range, and fails if anyone else changed the range after a snapshot.
 *
 * @param from the snapshot of main at which the range was found as it must be
 * @param kind fails if main's latest decision on the backfill is of this kind already
 */
record RangeOverwrite(TableRange range, long from, List<DataFile> files, BackfillId id, CommitKind kind) {

    OverwriteFiles on(Table table) {
        Expression filter = range.expression(table.schema());
        // Without validateNoConflictingDeletes a late merge-on-read delete would be lost
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(filter)
                .validateFromSnapshot(from)
                .conflictDetectionFilter(filter)
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .validateWith(new OnlyOnce());
        files.forEach(overwrite::addFile);

        // Iceberg can only check it for one spec; the callers have checked each file under its own
        long specs = files.stream().map(DataFile::specId).distinct().count();
        return specs == 1 ? overwrite.validateAddedFilesMatchOverwriteFilter() : overwrite;
    }

    private final class OnlyOnce implements SnapshotAncestryValidator {

        @Override
        public boolean validate(Iterable<Snapshot> ancestry) {
            for (Snapshot snapshot : ancestry) {
                if (kind.marks(snapshot, id)) {
                    return false;
                }
                if (isOurs(snapshot)) {
                    return true;
                }
            }
            return true;
        }

        private boolean isOurs(Snapshot snapshot) {
            return id.value().equals(snapshot.summary().get(SummaryKeys.BACKFILL_ID));
        }

        @Override
        public String errorMessage() {
            return "main has a commit of kind %s of backfill %s already".formatted(kind.key(), id);
        }
    }
}
