package dev.amend.publish.branch;

import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.shadow.AddedFiles;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.ReconciledBatch;
import dev.amend.publish.shadow.ShadowHistory;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.PublishError;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;

/** A shadow whose files were all found to be reconciled. */
public record ApprovedShadow(ShadowHistory history) {

    /** @throws dev.amend.specs.error.AmendException that names the part that was not reconciled */
    public static ApprovedShadow check(Table table, RangeInspection range, PublicationRequest request) {
        ShadowPlan plan = request.shadow();
        ShadowHistory history = ShadowHistory.read(table, plan)
                .orElseThrow(() ->
                        PublishError.shadowMissing(table.name(), plan.refs().branch()));
        requireWholeRange(table, request);
        if (range.mayHaveDeletes(history.head())) {
            requireNoDeletes(table, range.files(history.head()));
        }
        requireReconciled(table, range, request, history);
        return new ApprovedShadow(history);
    }

    public long head() {
        return history.head();
    }

    private static void requireWholeRange(Table table, PublicationRequest request) {
        TableRange range = request.shadow().range();
        List<Batch> batches =
                request.batches().stream().map(ReconciledBatch::batch).toList();
        batches.stream().filter(batch -> !isInside(range, batch)).findFirst().ifPresent(batch -> {
            throw PublishError.notReconciled(table.name(), "batch %s is not inside of %s".formatted(batch.id(), range));
        });

        long partitions = batches.stream()
                .map(Batch::range)
                .flatMapToLong(batch -> LongStream.range(batch.start(), batch.end()))
                .distinct()
                .count();
        if (partitions != range.size()) {
            throw PublishError.notReconciled(
                    table.name(),
                    "%d of %d partitions of the range were reconciled".formatted(partitions, range.size()));
        }
    }

    private static boolean isInside(TableRange range, Batch batch) {
        return range.contains(batch.range().start())
                && range.contains(batch.range().last());
    }

    private static void requireReconciled(
            Table table, RangeInspection range, PublicationRequest request, ShadowHistory history) {
        Map<ReconciledBatch, CommittedBatch> toCompare = new LinkedHashMap<>();
        Map<String, CommittedBatch> committed = history.batches(request.shadow());
        for (ReconciledBatch reconciled : request.batches()) {
            CommittedBatch latest = Optional.ofNullable(
                            committed.get(reconciled.batch().id()))
                    .orElseThrow(() -> PublishError.notReconciled(
                            table.name(),
                            "batch %s is not on the shadow"
                                    .formatted(reconciled.batch().id())));
            requireStillThere(table, reconciled);
            if (!range.of(reconciled.batch()).isListedAlike(reconciled.snapshotId(), history.head())) {
                toCompare.put(reconciled, latest);
            }
        }
        if (!toCompare.isEmpty()) {
            requireSameFiles(table, range, toCompare, history.head());
        }
    }

    private static void requireStillThere(Table table, ReconciledBatch reconciled) {
        if (table.snapshot(reconciled.snapshotId()) == null) {
            throw PublishError.notReconciled(
                    table.name(),
                    "batch %s was reconciled at snapshot %d, which is gone"
                            .formatted(reconciled.batch().id(), reconciled.snapshotId()));
        }
    }

    private static List<RangeFile> filesOf(ReconciledBatch batch, SortedMap<Long, List<RangeFile>> files) {
        PartitionRange range = batch.batch().range();
        return files.subMap(range.start(), range.end()).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static void requireSameFiles(
            Table table, RangeInspection range, Map<ReconciledBatch, CommittedBatch> batches, long head) {
        SortedMap<Long, List<RangeFile>> onShadow = range.filesByPartition(head);
        batches.forEach((reconciled, latest) -> {
            List<RangeFile> files = filesOf(reconciled, onShadow);
            boolean asAdded = reconciled.snapshotId() == latest.snapshotId()
                    && new AddedFiles(table, table.snapshot(latest.snapshotId())).are(files);
            if (!asAdded && !isSame(files, range.of(reconciled.batch()).files(reconciled.snapshotId()))) {
                throw PublishError.notReconciled(
                        table.name(),
                        "batch %s was reconciled at snapshot %d, but the shadow has other files, from snapshot %d"
                                .formatted(reconciled.batch().id(), reconciled.snapshotId(), latest.snapshotId()));
            }
        });
    }

    private static boolean isSame(List<RangeFile> files, List<RangeFile> others) {
        return RangeFile.lines(files).equals(RangeFile.lines(others));
    }

    private static void requireNoDeletes(Table table, List<RangeFile> files) {
        files.stream().filter(file -> !file.deletes().isEmpty()).findFirst().ifPresent(file -> {
            throw PublishError.notReconciled(table.name(), "the shadow has delete files, on %s".formatted(file.path()));
        });
    }
}
