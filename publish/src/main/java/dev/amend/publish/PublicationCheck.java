package dev.amend.publish;

import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** Whether a publication made main exactly what was approved, and changed nothing else. */
record PublicationCheck(Table table, RangeInspection range) {

    /**
     * Compares a published snapshot with what was reconciled inside of the range, and with main's head before outside.
     *
     * @return what is wrong; empty if nothing is
     */
    Optional<String> mismatch(long published, List<RangeFile> approved, long headBefore) {
        List<RangeFile> now = range.files(published);
        if (!lines(approved).equals(lines(now))) {
            return Optional.of("the range has %d file(s) of %d row(s), approved were other %d file(s) of %d row(s)"
                    .formatted(now.size(), rows(now), approved.size(), rows(approved)));
        }
        if (table.snapshot(headBefore) == null) {
            return Optional.empty();
        }
        return mismatchOutside(published, headBefore).or(() -> wrongTotal(published, headBefore, approved));
    }

    private Optional<String> mismatchOutside(long published, long headBefore) {
        Set<String> before = lines(range.filesOutside(headBefore));
        Set<String> after = lines(range.filesOutside(published));
        if (before.equals(after)) {
            return Optional.empty();
        }
        return Optional.of("outside of the range there were %d file(s), now %d, and they differ"
                .formatted(before.size(), after.size()));
    }

    private Optional<String> wrongTotal(long published, long headBefore, List<RangeFile> approved) {
        Optional<Long> before = totalRecords(headBefore);
        Optional<Long> after = totalRecords(published);
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }

        long expected = before.get() - rows(range.files(headBefore)) + rows(approved);
        if (after.get() == expected) {
            return Optional.empty();
        }
        return Optional.of("the table has %d row(s) in total, expected %d".formatted(after.get(), expected));
    }

    private Optional<Long> totalRecords(long snapshotId) {
        Snapshot snapshot = table.snapshot(snapshotId);
        Map<String, String> summary = snapshot.summary();
        return Optional.ofNullable(summary.get(SnapshotSummary.TOTAL_RECORDS_PROP))
                .map(Long::valueOf);
    }

    private static long rows(List<RangeFile> files) {
        return files.stream().mapToLong(file -> file.file().recordCount()).sum();
    }

    private static Set<String> lines(List<RangeFile> files) {
        return files.stream().map(RangeFile::line).collect(Collectors.toSet());
    }
}
