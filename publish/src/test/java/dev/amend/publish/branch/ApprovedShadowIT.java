package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.shadow.BatchCheckTest;
import dev.amend.publish.shadow.ReconciledBatch;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.error.AmendException;
import java.util.List;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.TableProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a shadow is not published. */
final class ApprovedShadowIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    /** They would be left behind where the files alone are added to main, and their rows would come back. */
    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void refusesDeleteFilesThatABatchBrought(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (live) {
            backfill.append("live-2024-01-05");
        }
        RowDelta delta = backfill.table
                .newRowDelta()
                .addDeletes(Warehouse.rowDelete(
                        backfill.table, "stray", BatchCheckTest.shadowFile(backfill, "new-2024-01-01")))
                .toBranch(Backfill.REFS.branch());
        backfill.plan.batchProperties(Backfill.FIRST, 2, "events@1").forEach(delta::set);
        delta.commit();

        assertRefused(backfill, backfill.request(), "the shadow has delete files, on ");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void refusesABatchThatWasNeverBuilt(int format) throws Exception {
        Backfill backfill = Backfill.planned(warehouse, format);
        backfill.shadow().prepare();
        backfill.build(Backfill.FIRST, 1, "new-2024-01-01", "new-2024-01-02");
        long snapshotId = backfill.shadow().head();

        assertRefused(
                backfill,
                request(backfill, snapshotId, Backfill.FIRST, Backfill.SECOND),
                "batch 2024-01-03 is not on the shadow");
    }

    @Test
    void refusesABatchBeyondTheRange() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        Batch beyond = moved(Backfill.SECOND, 1);

        assertRefused(
                backfill,
                request(backfill, backfill.shadow().head(), Backfill.FIRST, beyond),
                "batch 2024-01-04 is not inside of 2024-01-01..2024-01-04");
    }

    @Test
    void countsAPartitionOfTwoBatchesOnce() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        Batch overlapping = moved(Backfill.SECOND, -1);

        assertRefused(
                backfill,
                request(backfill, backfill.shadow().head(), Backfill.FIRST, overlapping),
                "3 of 4 partitions of the range were reconciled");
    }

    /** Iceberg merges manifests of earlier batches, whose files stay the same. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void publishesBatchesWhoseManifestsWereMerged(int format) throws Exception {
        Backfill backfill = Backfill.planned(warehouse, format);
        backfill.table
                .updateProperties()
                .set(TableProperties.MANIFEST_MIN_MERGE_COUNT, "1")
                .commit();
        backfill.build();

        assertThat(backfill.table.snapshot(backfill.shadow().head()).dataManifests(backfill.table.io()))
                .hasSize(1);
        assertThat(backfill.publish().how()).isEqualTo(PublicationResult.How.COMMIT);
        assertThat(Warehouse.main(backfill.table))
                .contains("new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04");
    }

    @ParameterizedTest
    @CsvSource({"2, other-2024-01-02", "3, other-2024-01-02", "2, ''", "3, ''"})
    void refusesABatchOfWhichTheCommitOfAnotherTookAFile(int format, String instead) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        OverwriteFiles stray = backfill.table
                .newOverwrite()
                .deleteFile(BatchCheckTest.shadowFile(backfill, "new-2024-01-02"))
                .toBranch(Backfill.REFS.branch());
        if (!instead.isEmpty()) {
            stray.addFile(Warehouse.file(backfill.table, instead, "2024-01-02"));
        }
        backfill.plan.batchProperties(Backfill.SECOND, 2, "events@1").forEach(stray::set);
        stray.commit();

        assertRefused(
                backfill,
                new PublicationRequest(
                        backfill.plan,
                        List.of(
                                request.batches().get(0),
                                new ReconciledBatch(
                                        Backfill.SECOND, backfill.shadow().head())),
                        "report",
                        "controller"),
                "batch 2024-01-01 was reconciled at snapshot");
    }

    private static Batch moved(Batch batch, int days) {
        PartitionRange range = batch.range();
        return new Batch(new PartitionRange(range.unit(), range.start() + days, range.end() + days));
    }

    private static PublicationRequest request(Backfill backfill, long snapshotId, Batch... batches) {
        List<ReconciledBatch> reconciled = List.of(batches).stream()
                .map(batch -> new ReconciledBatch(batch, snapshotId))
                .toList();
        return new PublicationRequest(backfill.plan, reconciled, "report", "controller");
    }

    private static void assertRefused(Backfill backfill, PublicationRequest request, String reason) {
        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot publish to %s: %s".formatted(backfill.table.name(), reason));
        assertThat(Warehouse.main(backfill.table)).noneMatch(name -> name.startsWith("new"));
    }
}
