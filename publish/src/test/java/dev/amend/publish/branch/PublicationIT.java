package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.publish.branch.PublicationResult.How;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.specs.error.AmendException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public final class PublicationIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void replacesTheRangeByOneCommitIfNobodyElseCommitted(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);

        Published published = backfill.publish();

        assertThat(published.how()).isEqualTo(How.COMMIT);
        assertThat(published.already()).isFalse();
        assertThat(backfill.table.currentSnapshot().parentId()).isEqualTo(backfill.plan.baselineSnapshotId());
        assertThat(published.previousHead()).isEqualTo(backfill.plan.baselineSnapshotId());
        assertThat(Warehouse.main(backfill.table))
                .containsExactly(
                        "new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04", "old-2024-01-05");
        assertThat(backfill.table.currentSnapshot().summary())
                .containsEntry(SummaryKeys.KIND, "publish")
                .containsEntry(SummaryKeys.REPORT_DIGEST, "report")
                .containsEntry(SummaryKeys.APPROVED_BY, "controller");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keepsWhatALivePipelineWroteOutsideTheRange(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        long head = head(backfill.table);

        Published published = backfill.publish();

        assertThat(published.how()).isEqualTo(How.COMMIT);
        assertThat(published.previousHead()).isEqualTo(head);
        assertThat(Warehouse.main(backfill.table))
                .containsExactly(
                        "live-2024-01-05",
                        "new-2024-01-01",
                        "new-2024-01-02",
                        "new-2024-01-03",
                        "new-2024-01-04",
                        "old-2024-01-05");
        assertThat(backfill.table.refs().get(Backfill.REFS.previousTag()).snapshotId())
                .isEqualTo(head);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void publishedFilesKeepTheirStatistics(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");

        backfill.publish();

        DataFile file = Warehouse.find(backfill.table, "new-2024-01-01");
        assertThat(file.lowerBounds()).containsKey(2);
        assertThat(file.valueCounts()).containsEntry(2, (long) Warehouse.ROWS_PER_FILE);
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void findsThatItWasDoneAlready(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        if (live) {
            backfill.append("live-2024-01-05");
        }
        Published first = backfill.publish();
        backfill.append("later-2024-01-05");

        Published second =
                backfill.publication().publish(request, Consent.NOT_NEEDED).fold(done -> done, drifted -> null);

        assertThat(second).isEqualTo(new Published(first.snapshotId(), first.previousHead(), first.how(), true));
        assertThat(Warehouse.main(backfill.table)).contains("later-2024-01-05");
    }

    @ParameterizedTest
    @CsvSource({
        "2, APPEND, append",
        "3, APPEND, append",
        "2, EQUALITY_DELETE, delete",
        "3, EQUALITY_DELETE, delete",
        "2, ROW_DELETE, delete",
        "3, ROW_DELETE, delete",
        "2, UPDATE, overwrite",
        "3, UPDATE, overwrite",
        "2, DYNAMIC_OVERWRITE, overwrite",
        "3, DYNAMIC_OVERWRITE, overwrite",
        "2, FILE_DELETE, delete",
        "3, FILE_DELETE, delete"
    })
    void refusesWhenSomeoneChangedTheRange(int format, LateWrite write, String operation) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        write.to(warehouse.reload(backfill.table));
        Set<String> before = Warehouse.main(backfill.table);

        List<RangeChange> drift = backfill.publication()
                .publish(backfill.request(), Consent.NOT_NEEDED)
                .fold(published -> null, PublicationResult.Drifted::changes);

        assertThat(drift).singleElement().satisfies(change -> {
            assertThat(change.operation()).isEqualTo(operation);
            assertThat(change.snapshotId()).hasValue(head(backfill.table));
            assertThat(change.partitions()).containsExactly(19723L);
        });
        assertThat(Warehouse.main(backfill.table)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void takesARewriteOfTheSameRowsForWhatItIs(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Table live = warehouse.reload(backfill.table);
        compact(live, "old-2024-01-01", "compacted-old-2024-01-01", "2024-01-01");

        backfill.publish();

        assertThat(Warehouse.main(backfill.table))
                .containsExactly(
                        "new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04", "old-2024-01-05");
    }

    /** A commit may call itself what it likes. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void findsARewriteThatChangedRows(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        compact(warehouse.reload(backfill.table), "old-2024-01-01", "compacted-other-2024-01-01", "2024-01-01");

        List<RangeChange> changes = backfill.publication()
                .publish(backfill.request(), Consent.NOT_NEEDED)
                .fold(published -> List.of(), PublicationResult.Drifted::changes);

        assertThat(changes)
                .extracting(RangeChange::operation, RangeChange::partitions)
                .containsExactly(tuple("replace", new TreeSet<>(Set.of(19723L))));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aRewriteOfThePublishedRowsIsNoChangeAndCanBeRolledBack(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        Published published = backfill.publish();
        compact(warehouse.reload(backfill.table), "new-2024-01-01", "compacted-new-2024-01-01", "2024-01-01");

        assertThat(backfill.publication().changesSince(backfill.plan, published.snapshotId()))
                .isEmpty();
        assertThat(backfill.rollBack(published).how()).isEqualTo(RollbackResult.How.COPIES);
        assertThat(Warehouse.main(backfill.table)).noneMatch(name -> name.contains("new-"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void emptiesAPartitionWhoseRightAnswerIsNoRow(int format) throws Exception {
        Backfill backfill = Backfill.planned(warehouse, format);
        backfill.shadow().prepare();
        backfill.build(Backfill.FIRST, 1, "new-2024-01-01");
        backfill.build(Backfill.SECOND, 1);
        backfill.append("live-2024-01-05");

        backfill.publish();

        assertThat(Warehouse.main(backfill.table))
                .containsExactly("live-2024-01-05", "new-2024-01-01", "old-2024-01-05");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void publishesOnlyTheFilesThatWereReconciled(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        backfill.build(Backfill.SECOND, 2, "other-2024-01-03");
        long latest = backfill.shadow().head();

        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Cannot publish to %s: batch 2024-01-03 was reconciled at snapshot %d, but the shadow has other files, from snapshot %d"
                                .formatted(
                                        backfill.table.name(),
                                        request.batches().get(1).snapshotId(),
                                        latest));
        assertThat(Warehouse.main(backfill.table)).noneMatch(name -> name.startsWith("new"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void refusesAShadowWithDeleteFiles(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        DataFile file = Warehouse.tasks(backfill.table, backfill.shadow().head()).stream()
                .map(task -> task.file())
                .filter(data -> data.location().contains("new-2024-01-01"))
                .findFirst()
                .orElseThrow();
        backfill.table
                .newRowDelta()
                .addDeletes(Warehouse.rowDelete(backfill.table, "stray", file))
                .toBranch(Backfill.REFS.branch())
                .commit();

        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessageMatching(
                        "Cannot trust shadow 'amend_tax_fix': its snapshot \\d+ \\(delete\\) is not of this backfill");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void refusesBatchesThatDoNotCoverTheRange(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest all = backfill.request();

        assertThatThrownBy(() -> backfill.publication()
                        .publish(
                                new PublicationRequest(
                                        backfill.plan, all.batches().subList(0, 1), "report", "controller"),
                                Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot publish to %s: 2 of 4 partitions of the range were reconciled"
                        .formatted(backfill.table.name()));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void refusesATableWhoseSchemaChanged(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        warehouse
                .reload(backfill.table)
                .updateSchema()
                .addColumn("note", Types.StringType.get())
                .commit();

        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot commit to %s: its schema is 1, not 0 as planned".formatted(backfill.table.name()));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aRunThatLostItsLeaseCanNotPublish(int format) throws Exception {
        Backfill slow = Backfill.built(warehouse, format);
        PublicationRequest request = slow.request();
        slow.withEpoch(2).build(Backfill.FIRST, 2, "new-2024-01-01", "new-2024-01-02");

        assertThatThrownBy(() -> slow.publication().publish(slow.request(), Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("a later run took over")
                .hasMessageContaining("epoch 2, this run has 1");
        assertThat(request.batches()).hasSize(2);
    }

    /** A run that was fenced off may wake after the publication, and its batch may land on the shadow. */
    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void aLateBatchOnTheShadowDoesNotUndoThePublication(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        if (live) {
            backfill.append("live-2024-01-05");
        }
        Published first = backfill.publish();
        backfill.build(Backfill.FIRST, 2, "late-2024-01-01", "late-2024-01-02");

        Published second = backfill.publication()
                .publish(request, Consent.NOT_NEEDED)
                .fold(published -> published, drifted -> {
                    throw new AssertionError("Drifted: " + drifted);
                });

        assertThat(second).isEqualTo(new Published(first.snapshotId(), first.previousHead(), first.how(), true));
        assertThat(head(backfill.table)).isEqualTo(first.snapshotId());
    }

    private static void compact(Table table, String from, String to, String day) {
        table.newRewrite()
                .deleteFile(Warehouse.find(table, from))
                .addFile(Warehouse.file(table, to, day))
                .commit();
    }

    public static long head(Table table) {
        table.refresh();
        return table.currentSnapshot().snapshotId();
    }
}
