package dev.amend.publish.branch;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import dev.amend.specs.BackfillId;
import java.util.List;
import java.util.Optional;
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
 * The old files are named one by one, so Iceberg only reads the manifests that contain them.
 */
public final class RangeOverwrite {
    private final RangeInspection range;
    private final long from;
    private final Iterable<DataFile> added;
    private final BackfillId id;
    private final CommitKind kind;
    private Optional<OverwriteFiles> pending = Optional.empty();

    /**
     * @param from the snapshot of main at which the range was checked
     * @param added the files that replace those of the range
     * @param kind the commit fails if main's latest decision on the backfill is already of this kind
     */
    public RangeOverwrite(RangeInspection range, long from, Iterable<DataFile> added, BackfillId id, CommitKind kind) {
        this.range = range;
        this.from = from;
        this.added = added;
        this.id = id;
        this.kind = kind;
    }

    /** @throws dev.amend.specs.error.AmendException if an old file is not completely inside the range */
    public OverwriteFiles on(Table table) {
        List<RangeFile> old = range.files(from);
        range.requireNoStraddlingFiles(from);
        // validateNoConflictingDeletes is needed: otherwise a late merge-on-read delete would be lost
        Expression filter = range.filter();
        OverwriteFiles overwrite = table.newOverwrite()
                .deleteFiles(data(old), deletes(old))
                .validateFromSnapshot(from)
                .conflictDetectionFilter(filter)
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .validateWith(new OnlyOnce());
        added.forEach(overwrite::addFile);
        pending = Optional.of(overwrite);
        return overwrite;
    }

    /**
     * Records that an attempt was correct on a parent. If others commit first, the next attempt validates only their
     * commits after that parent. Otherwise each attempt would validate all commits since the first.
     */
    public void wasRightOn(Snapshot parent) {
        pending.ifPresent(overwrite -> overwrite.validateFromSnapshot(parent.snapshotId()));
    }

    private static DataFileSet data(List<RangeFile> old) {
        DataFileSet files = DataFileSet.create();
        old.forEach(file -> files.add(file.file()));
        return files;
    }

    /** The delete files that only affect the range: an equality delete may apply to the whole table. */
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
