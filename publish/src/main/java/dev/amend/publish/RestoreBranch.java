package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Guard;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.publish.commit.GuardedTable;
import dev.amend.publish.commit.ManifestSize;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The old rows of the range in new files, since a path that was removed from main must never be added again: files
 * without deletes are copied byte by byte, the partitions of others are written anew. Complete once its head says whose
 * rows it has; what a crash left behind is begun again.
 */
final class RestoreBranch {
    private final Table table;
    private final ShadowPlan plan;
    private final RowAccess rows;
    private final Clock clock;
    private final Steps steps;

    RestoreBranch(Table table, ShadowPlan plan, RowAccess rows, Clock clock, Steps steps) {
        this.table = table;
        this.plan = plan;
        this.rows = rows;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Makes it, unless it is there.
     *
     * @param old the snapshot whose rows of the range it is to have
     * @return the snapshot that has them
     */
    long of(long old) throws CommitOutcomeUnknown {
        table.refresh();
        RangeInspection range = new RangeInspection(table, plan.range());
        String fingerprint = range.fingerprint(old);
        Optional<Snapshot> complete = head().filter(head -> restores(head, fingerprint));
        return complete.isPresent() ? complete.get().snapshotId() : make(range, old, fingerprint);
    }

    private Optional<Snapshot> head() {
        return Optional.ofNullable(table.snapshot(name()));
    }

    private boolean restores(Snapshot snapshot, String fingerprint) {
        return CommitKind.RESTORE.marks(snapshot, plan.id())
                && fingerprint.equals(snapshot.summary().get(SummaryKeys.RESTORES));
    }

    private long make(RangeInspection range, long old, String fingerprint) throws CommitOutcomeUnknown {
        range.requireNoStraddlingFiles(old);
        SortedSet<Long> withDeletes = partitionsWithDeletes(range, old);
        begin(old, fingerprint);
        if (!withDeletes.isEmpty()) {
            rewrite(withDeletes);
        }

        Map<String, DataFile> originals = originals(range, old, withDeletes);
        return steps.take(PublishStep.COPY_OLD_FILES, () -> copy(begun(old, withDeletes), originals, fingerprint));
    }

    private void rewrite(SortedSet<Long> partitions) throws CommitOutcomeUnknown {
        steps.take(PublishStep.REWRITE_OLD_ROWS, () -> {
            new GuardedTable(table, guard())
                    .write(
                            target -> rows.rewrite(target, name(), plan.range().only(partitions)),
                            ManifestSize.AS_CONFIGURED);
            return partitions;
        });
    }

    private static SortedSet<Long> partitionsWithDeletes(RangeInspection range, long old) {
        SortedSet<Long> partitions = new TreeSet<>();
        range.filesByPartition(old).forEach((partition, files) -> {
            if (files.stream().anyMatch(file -> !file.deletes().isEmpty())) {
                partitions.add(partition);
            }
        });
        return partitions;
    }

    /** At the old snapshot, whatever an earlier try made of it, unless another run has made it complete. */
    private void begin(long old, String fingerprint) throws CommitOutcomeUnknown {
        steps.take(
                PublishStep.CREATE_RESTORE,
                () -> new GuardedTable(table, guard()).change(base -> {
                    SnapshotRef found = base.ref(name());
                    if (found != null && restores(base.snapshot(found.snapshotId()), fingerprint)) {
                        return base;
                    }
                    Snapshot start = RollbackReadiness.requireThere(table, base, old);
                    SnapshotRef branch = new RefAges(clock.instant(), plan.keepFor()).branch(start);
                    return TableMetadata.buildFrom(base).setRef(name(), branch).build();
                }));
        table.refresh();
    }

    private static Map<String, DataFile> originals(RangeInspection range, long old, SortedSet<Long> without) {
        SortedMap<String, DataFile> originals = new TreeMap<>();
        for (RangeFile file : range.filesWithStatistics(old)) {
            if (!without.contains(range.onlyPartition(file))) {
                originals.put(file.path(), file.file());
            }
        }
        return originals;
    }

    /**
     * The head that the copies go on top of. Another run may have dropped the branch, begun it again, or made it complete:
     * copies would then be there twice.
     */
    private Snapshot begun(long old, SortedSet<Long> rewritten) {
        table.refresh();
        return head().filter(head -> isBegun(head, old, rewritten))
                .orElseThrow(() -> new ValidationException("another run works on branch %s", name()));
    }

    private boolean isBegun(Snapshot head, long old, SortedSet<Long> rewritten) {
        boolean isAtOld = head.snapshotId() == old;
        if (isAtOld != rewritten.isEmpty()) {
            return false;
        }
        for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
            if (snapshot.snapshotId() == old) {
                return true;
            }
            if (CommitKind.RESTORE.marks(snapshot, plan.id())) {
                return false;
            }
        }
        return false;
    }

    private long copy(Snapshot head, Map<String, DataFile> originals, String fingerprint) throws CommitOutcomeUnknown {
        // Never the paths of an earlier attempt: if nobody knew its outcome, its copies may be used by now
        long attempt = ((HasTableOperations) table).operations().newSnapshotId();
        FileCopies copies = new FileCopies(table, attempt);
        List<DataFile> copied = copies.of(List.copyOf(originals.values()));

        Map<String, String> properties = new HashMap<>(plan.properties(CommitKind.RESTORE));
        properties.put(SummaryKeys.RESTORES, fingerprint);
        try {
            return new GuardedTable(table, guard().expecting(name(), head.snapshotId()))
                    .commit(target -> replaced(target, head, originals, copied), properties);
        } catch (GuardViolation | ValidationException | CommitFailedException e) {
            copies.delete();
            throw e;
        }
    }

    /** The validation makes a file that is missing a failure. */
    private OverwriteFiles replaced(
            Table target, Snapshot head, Map<String, DataFile> originals, List<DataFile> copied) {
        OverwriteFiles overwrite = target.newOverwrite()
                .toBranch(name())
                .validateFromSnapshot(head.snapshotId())
                .validateNoConflictingDeletes();
        originals.values().forEach(overwrite::deleteFile);
        copied.forEach(overwrite::addFile);
        return overwrite;
    }

    private String name() {
        return plan.refs().restoreBranch();
    }

    /** Must work after the schema or the partition spec changed: old files stay readable. */
    private Guard guard() {
        return Guard.of(plan.contract().asNow(table), plan.id(), plan.epoch());
    }
}
