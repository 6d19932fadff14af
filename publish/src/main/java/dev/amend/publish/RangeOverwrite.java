package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import dev.amend.specs.BackfillId;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.util.DataFileSet;
import org.apache.iceberg.util.DeleteFileSet;

/**
 * One commit on main that replaces all files of a range, and fails if anyone else changed the range after a snapshot.
 * The old files are listed, so that Iceberg looks only into the manifests that have them.
 *
 * @param from the snapshot of main at which the range was found as it must be
 * @param added what replaces the files of the range
 * @param kind fails if main's latest decision on the backfill is of this kind already
 */
record RangeOverwrite(RangeInspection range, long from, List<DataFile> added, BackfillId id, CommitKind kind) {

    /** @throws dev.amend.specs.AmendException if an old file is not wholly inside of the range */
    OverwriteFiles on(Table table) {
        List<RangeFile> old = range.files(from);
        range.requireNoStraddlingFiles(from);
        // Without validateNoConflictingDeletes a late merge-on-read delete would be lost
        Expression filter = range.filter();
        OverwriteFiles overwrite = table.newOverwrite()
                .deleteFiles(data(old), deletes(old))
                .validateFromSnapshot(from)
                .conflictDetectionFilter(filter)
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .validateWith(new OnlyOnce());
        added.forEach(overwrite::addFile);
        return overwrite;
    }

    private static DataFileSet data(List<RangeFile> old) {
        DataFileSet files = DataFileSet.create();
        old.forEach(file -> files.add(file.file()));
        return files;
    }

    /** Those that matter to the range alone: an equality delete may be for the whole table. */
    private DeleteFileSet deletes(List<RangeFile> old) {
        DeleteFileSet files = DeleteFileSet.create();
        old.stream()
                .flatMap(file -> file.deletes().stream())
                .filter(range::holds)
                .forEach(files::add);
        return files;
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
