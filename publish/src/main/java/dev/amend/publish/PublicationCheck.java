package dev.amend.publish;

import dev.amend.publish.PublicationResult.How;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** Whether a publication made main exactly what was approved, and changed nothing else. */
record PublicationCheck(Table table, RangeInspection range) {

    /**
     * Compares a publication that was just made with the shadow inside of the range, and with main's head before
     * outside. Manifests that two snapshots share are not read.
     *
     * @return what is wrong; empty if nothing is
     */
    Optional<String> mismatch(Snapshot published, long shadowHead, long headBefore) {
        if (!range.isSame(published.snapshotId(), shadowHead)) {
            return Optional.of("the range has other files than the shadow's snapshot %d".formatted(shadowHead));
        }
        return mismatchOutside(published, headBefore);
    }

    /** Compares a publication that was made earlier with what was reconciled. */
    Optional<String> mismatch(Snapshot published, List<RangeFile> approved, long headBefore) {
        List<RangeFile> now = range.files(published.snapshotId());
        if (!RangeFile.lines(approved).equals(RangeFile.lines(now))) {
            return Optional.of("the range has %d file(s) of %d row(s), approved were other %d file(s) of %d row(s)"
                    .formatted(now.size(), rows(now), approved.size(), rows(approved)));
        }
        return table.snapshot(headBefore) == null ? Optional.empty() : mismatchOutside(published, headBefore);
    }

    private Optional<String> mismatchOutside(Snapshot published, long headBefore) {
        return range.differenceOutside(headBefore, published.snapshotId())
                .or(() -> MainHistory.howPublished(published) == How.SWAP
                        ? wrongTotal(published, total(parent(published)))
                        : wrongTotal(published, totalAfterOverwrite(published, headBefore)));
    }

    private Optional<Snapshot> parent(Snapshot snapshot) {
        return Optional.ofNullable(snapshot.parentId()).map(table::snapshot);
    }

    private Optional<Long> totalAfterOverwrite(Snapshot published, long headBefore) {
        long removed = rows(range.files(headBefore));
        long added = rows(range.files(published.snapshotId()));
        return total(Optional.ofNullable(table.snapshot(headBefore))).map(before -> before - removed + added);
    }

    private static Optional<String> wrongTotal(Snapshot published, Optional<Long> expected) {
        Optional<Long> found = total(Optional.of(published));
        if (found.isEmpty() || expected.isEmpty() || found.equals(expected)) {
            return Optional.empty();
        }
        return Optional.of("the table has %d row(s) in total, expected %d".formatted(found.get(), expected.get()));
    }

    private static Optional<Long> total(Optional<Snapshot> snapshot) {
        return snapshot.map(known -> known.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP))
                .map(Long::valueOf);
    }

    private static long rows(List<RangeFile> files) {
        return files.stream().mapToLong(file -> file.file().recordCount()).sum();
    }
}
