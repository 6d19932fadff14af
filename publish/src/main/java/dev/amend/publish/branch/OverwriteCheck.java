package dev.amend.publish.branch;

import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * Checks that a snapshot replaces the files of a range by exactly those of another snapshot, and changes nothing else.
 * It reads the written manifests before the snapshot is committed.
 *
 * <p>If others commit first, the commit is built again on theirs. If the same manifests were then added and removed in
 * the snapshot as in its parent, and none of them has files of the range, the snapshot is as correct as the one before.
 * No manifest is read then, because that would give others time to commit first again.
 */
public final class OverwriteCheck {
    private final RangeInspection range;
    private final long wanted;
    private Optional<ManifestsOfStep> verified = Optional.empty();

    /**
     * @param range the range of the table; manifests that it has read are not read again
     * @param wanted the snapshot whose files the range must have
     */
    public OverwriteCheck(RangeInspection range, long wanted) {
        this.range = range;
        this.wanted = wanted;
    }

    /**
     * Compares the snapshot with the wanted one inside the range, and with its parent outside the range. Manifests that
     * two snapshots share are not read.
     *
     * @param proposed the table including the snapshot
     * @return the mismatch; empty if there is none
     */
    public Optional<String> mismatch(Table proposed, Snapshot added) {
        RangeInspection after = range.on(proposed);
        ManifestsOfStep step = ManifestsOfStep.of(proposed, added);
        Optional<ManifestsOfStep> earlier = verified.filter(last -> isAsRight(after, step, last));
        Optional<String> mismatch = earlier.isPresent()
                ? wrongTotal(added, step.expectedTotal(earlier.get()))
                : fullMismatch(after, proposed, added);
        verified = mismatch.isPresent() ? Optional.empty() : Optional.of(step);
        return mismatch;
    }

    private static boolean isAsRight(RangeInspection range, ManifestsOfStep step, ManifestsOfStep earlier) {
        return step.movedLike(earlier) && range.hasNoFilesIn(step.newSince(earlier));
    }

    private Optional<String> fullMismatch(RangeInspection after, Table proposed, Snapshot added) {
        if (!after.isSame(added.snapshotId(), wanted)) {
            List<RangeFile> found = after.files(added.snapshotId());
            List<RangeFile> approved = after.files(wanted);
            return Optional.of("the range has %d files with %d rows, but %d other files with %d rows are in snapshot %d"
                    .formatted(found.size(), rows(found), approved.size(), rows(approved), wanted));
        }
        Optional<Snapshot> parent = Optional.ofNullable(added.parentId()).map(proposed::snapshot);
        return parent.flatMap(before -> after.differenceOutside(before.snapshotId(), added.snapshotId())
                .or(() -> wrongTotal(added, expectedTotal(after, before, added))));
    }

    private static Optional<Long> expectedTotal(RangeInspection range, Snapshot before, Snapshot added) {
        return total(before)
                .map(total -> total - rows(range.files(before.snapshotId())) + rows(range.files(added.snapshotId())));
    }

    private static Optional<String> wrongTotal(Snapshot added, Optional<Long> expected) {
        Optional<Long> found = total(added);
        if (found.isEmpty() || expected.isEmpty() || found.equals(expected)) {
            return Optional.empty();
        }
        return Optional.of("the table has %d rows in total, expected %d".formatted(found.get(), expected.get()));
    }

    static Optional<Long> total(Snapshot snapshot) {
        return Optional.ofNullable(snapshot.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP))
                .map(Long::valueOf);
    }

    private static long rows(List<RangeFile> files) {
        return files.stream().mapToLong(file -> file.file().recordCount()).sum();
    }
}
