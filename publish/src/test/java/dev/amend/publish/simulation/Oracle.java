package dev.amend.publish.simulation;

import dev.amend.publish.branch.RowAccess;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import dev.amend.specs.BackfillId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Judges every commit that was applied, and the table after every step.
 *
 * <ul>
 *   <li>O1 rows outside of the range are those of the live writes alone
 *   <li>O2 rows inside are exactly old or exactly new, with the live writes since: each commit makes of main what its
 *       sender may make of it, and nothing else
 *   <li>O3 every file of every snapshot that a ref reaches exists
 *   <li>O4 main has one publication at most, and a rollback makes the range what it was before
 *   <li>O5 what a live writer was told is committed is in main, or went by a decision that says so
 *   <li>O6 main's history says published if and only if readers see the new rows
 *   <li>O7 every ancestor of main was main's head once, so that whoever reads main by an id, by a time, or from one
 *       snapshot to the next sees what readers of main saw; a publication is one step from the head before it
 * </ul>
 */
final class Oracle implements SimulatedCatalog.Observer, RowAccess {
    private final SimulatedCatalog catalog;
    private final SnapshotReader reader;
    private final Decisions decisions;
    private final BackfillId id;
    private final Set<Long> heads = new HashSet<>();
    private Contents expected;

    Oracle(SimulatedCatalog catalog, Decisions decisions, BackfillId id) {
        this.catalog = catalog;
        this.reader = new SnapshotReader(catalog);
        this.decisions = decisions;
        this.id = id;
        this.expected = main();
        SnapshotUtil.ancestorsOf(catalog.now().currentSnapshot().snapshotId(), catalog.now()::snapshot)
                .forEach(snapshot -> heads.add(snapshot.snapshotId()));
    }

    /** The rows that readers of main see. */
    Contents main() {
        return reader.contents(catalog.now().currentSnapshot().snapshotId());
    }

    /** The rows that readers of a snapshot see; empty if it is gone. */
    Contents at(long snapshotId) {
        return reader.contents(snapshotId);
    }

    @Override
    public boolean isSame(TableRange range, long snapshotId, long otherSnapshotId) {
        List<String> days = range.segments().stream()
                .flatMap(segment -> segment.partitions().stream())
                .toList();
        return at(snapshotId).ofDays(days).equals(at(otherSnapshotId).ofDays(days));
    }

    /** Deleted rows stand there once more, with a minus, in the new files as well. */
    @Override
    public void rewrite(Table table, String branch, TableRange partitions) {
        RangeInspection range = new RangeInspection(table, partitions);
        OverwriteFiles overwrite = table.newOverwrite().toBranch(branch);
        for (RangeFile file : range.files(table.snapshot(branch).snapshotId())) {
            List<String> rows = new ArrayList<>(catalog.files().rows(file.path()));
            file.deletes().forEach(delete -> rows.addAll(catalog.files().rows(delete.location())));
            overwrite.deleteFile(file.file()).addFile(new Scene(catalog).file(table, rows));
        }
        overwrite.commit();
    }

    @Override
    public void applied(String who, Effect effect, TableMetadata before, TableMetadata after) {
        try {
            Contents found = reader.contents(after.currentSnapshot().snapshotId());
            if (!effect.allows(expected, found)) {
                throw new OracleViolation("O1, O2, O4, O5: %s made of main%n  %s%nthis%n  %s%nwhich it must not"
                        .formatted(who, expected, found));
            }
            expected = found;
        } catch (NotFoundException e) {
            throw new OracleViolation("O3: after a commit of %s main can't be read".formatted(who), e);
        }
        heads.add(after.currentSnapshot().snapshotId());
        checkAncestors(after);
        checkHistory(after);
        checkFiles();
    }

    private void checkAncestors(TableMetadata metadata) {
        for (Snapshot snapshot :
                SnapshotUtil.ancestorsOf(metadata.currentSnapshot().snapshotId(), metadata::snapshot)) {
            if (!heads.contains(snapshot.snapshotId())) {
                throw new OracleViolation("O7: main has ancestor %d (%s), which no reader of main ever saw: %s"
                        .formatted(
                                snapshot.snapshotId(),
                                snapshot.operation(),
                                reader.contents(snapshot.snapshotId()).range()));
            }
        }
        metadata.snapshotLog().stream()
                .map(HistoryEntry::snapshotId)
                .filter(id -> !heads.contains(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new OracleViolation("O7: main's log has snapshot %d, which was never its head".formatted(id));
                });
    }

    private void checkHistory(TableMetadata metadata) {
        List<Snapshot> decided = new ArrayList<>();
        for (Snapshot snapshot :
                SnapshotUtil.ancestorsOf(metadata.currentSnapshot().snapshotId(), metadata::snapshot)) {
            if (CommitKind.PUBLISH.marks(snapshot, id) || CommitKind.ROLLBACK.marks(snapshot, id)) {
                decided.add(snapshot);
            }
        }

        if (decided.stream()
                        .filter(snapshot -> CommitKind.PUBLISH.marks(snapshot, id))
                        .count()
                > 1) {
            throw new OracleViolation("O4: main has several publications");
        }
        // Expiry by others may take the decision out of the history: then it says nothing
        if (!decided.isEmpty()) {
            boolean saysPublished = CommitKind.PUBLISH.marks(decided.get(0), id);
            if (saysPublished != decisions.published().isPresent()) {
                throw new OracleViolation("O6: main's history says published: %s, its rows say otherwise: %s"
                        .formatted(saysPublished, expected.range()));
            }
        }
    }

    /** Files may go after the commit that let them go: to be asked after every step. */
    void checkFiles() {
        TableMetadata metadata = catalog.now();
        metadata.refs().forEach((name, ref) -> {
            for (Snapshot snapshot : SnapshotUtil.ancestorsOf(ref.snapshotId(), metadata::snapshot)) {
                checkFiles(metadata, name, snapshot);
            }
        });
    }

    private void checkFiles(TableMetadata metadata, String ref, Snapshot snapshot) {
        try {
            TreeSet<String> missing = new TreeSet<>(reader.files(metadata, snapshot));
            missing.removeIf(catalog.files()::exists);
            if (!missing.isEmpty()) {
                throw new OracleViolation("O3: ref %s reaches snapshot %d, whose files are missing: %s"
                        .formatted(ref, snapshot.snapshotId(), missing));
            }
        } catch (NotFoundException e) {
            throw new OracleViolation(
                    "O3: ref %s reaches snapshot %d, which can't be read".formatted(ref, snapshot.snapshotId()), e);
        }
    }
}
