package dev.amend.publish.rollback;

import dev.amend.publish.branch.RowAccess;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.ManifestSize;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.range.FilesToAdd;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.shadow.RefAges;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishStep;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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
 * The old rows of the range in new files, since a path that was removed from main must never be added again. Files
 * without deletes are copied byte by byte; partitions with deletes are written again. The branch is complete once its
 * head names the restored rows; anything left by a crash is started again.
 */
final class RestoreBranch {
    private final Table table;
    private final ShadowPlan plan;
    private final RowAccess rows;
    private final Clock clock;
    private final AnnouncedSteps steps;

    RestoreBranch(Table table, ShadowPlan plan, RowAccess rows, Clock clock, AnnouncedSteps steps) {
        this.table = table;
        this.plan = plan;
        this.rows = rows;
        this.clock = clock;
        this.steps = steps;
    }

    /**
     * Creates the branch, unless it exists.
     *
     * @param old the snapshot whose rows of the range the branch must have
     * @return the snapshot with these rows
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

        try (FilesToAdd originals = range.filesToAdd(old, file -> !withDeletes.contains(range.onlyPartition(file)))) {
            return steps.take(PublishStep.COPY_OLD_FILES, () -> copy(begun(old, withDeletes), originals, fingerprint));
        }
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

    /** Starts at the old snapshot and discards earlier attempts, unless another run has completed the branch. */
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

    /**
     * The head on which the copies are committed. Another run may have dropped, restarted or completed the branch, and
     * the copies would then be duplicated.
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

    private long copy(Snapshot head, FilesToAdd originals, String fingerprint) throws CommitOutcomeUnknown {
        // Never reuse the paths of an earlier attempt: if its outcome is unknown, its copies may be in use by now
        long attempt = ((HasTableOperations) table).operations().newSnapshotId();
        FileCopies copies = new FileCopies(table, attempt, originals.originals());
        copies.make();

        Map<String, String> properties = new HashMap<>(plan.properties(CommitKind.RESTORE));
        properties.put(SummaryKeys.RESTORES, fingerprint);
        try {
            return new GuardedTable(table, guard().expecting(name(), head.snapshotId()))
                    .commit(target -> replaced(target, head, originals, copies), properties);
        } catch (GuardViolation | ValidationException | CommitFailedException e) {
            copies.delete();
            throw e;
        }
    }

    /** The validation fails if a file is missing. */
    private OverwriteFiles replaced(Table target, Snapshot head, FilesToAdd originals, FileCopies copies) {
        OverwriteFiles overwrite = target.newOverwrite()
                .toBranch(name())
                .validateFromSnapshot(head.snapshotId())
                .validateNoConflictingDeletes();
        originals.originals().forEach(overwrite::deleteFile);
        originals.copies(copies::locationOf).forEach(overwrite::addFile);
        return overwrite;
    }

    private String name() {
        return plan.refs().restoreBranch();
    }

    /** The guard must also work after the schema or the partition spec changed: old files stay readable. */
    private Guard guard() {
        return Guard.of(plan.contract().asNow(table), plan.id(), plan.epoch());
    }
}
