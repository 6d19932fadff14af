package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.range.FilesToAdd;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeInspection;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.ReplacePartitions;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Why the obvious calls are not used: what Iceberg's own do in the situations that a backfill meets. A test that fails
 * here after an upgrade is good news, and a reason to look at the protocol again.
 */
final class StockCallsIT {
    private static final String BRANCH = Backfill.REFS.branch();

    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void fastForwardFailsAsSoonAsALivePipelineCommitted(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        backfill.table.refresh();

        assertThatThrownBy(() -> backfill.table
                        .manageSnapshots()
                        .fastForwardBranch("main", BRANCH)
                        .commit())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an ancestor of");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void cherryPickRefusesAnOverwriteByFilter(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        long batch =
                backfill.shadow().committedBatches().get(Backfill.FIRST.id()).snapshotId();

        assertThatThrownBy(
                        () -> backfill.table.manageSnapshots().cherrypick(batch).commit())
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("not append, dynamic overwrite, or fast-forward");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void publishingAStagedDynamicOverwriteLosesALateDelete(int format) {
        Backfill backfill = Backfill.planned(warehouse, format);
        Table table = backfill.table;
        table.newReplacePartitions()
                .addFile(backfill.file("new-2024-01-01"))
                .stageOnly()
                .commit();
        long staged = newest(table).snapshotId();
        LateWrite.ROW_DELETE.to(warehouse.reload(table));
        table.refresh();

        table.manageSnapshots().cherrypick(staged).commit();

        assertThat(Warehouse.main(table)).contains("new-2024-01-01").noneMatch(name -> name.endsWith("-deletes"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void rollbackToDropsCommitsAfterThePublicationAndConcurrentOnes(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.publish();
        backfill.append("later-2024-01-05");
        backfill.table.refresh();
        ManageSnapshots rollback = backfill.table.manageSnapshots().rollbackTo(backfill.plan.baselineSnapshotId());
        backfill.append("concurrent-2024-01-05");

        rollback.commit();

        assertThat(Warehouse.main(backfill.table)).hasSize(5).allMatch(name -> name.startsWith("old"));
    }

    @Test
    void addingOldFilesAgainLetsALaterExpiryDeleteThem() {
        Backfill backfill = Backfill.planned(warehouse, 2);
        Table table = backfill.table;
        List<DataFile> old = filesOfRange(table);
        replaceRange(backfill, List.of(backfill.file("new-2024-01-01"))).commit();
        replaceRange(backfill, old).commit();
        backfill.append("live-2024-01-05");
        table.refresh();

        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

        assertThat(Warehouse.missingFiles(table, PublicationIT.head(table))).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void addingOldFilesAgainBringsDeletedRowsBack(int format) {
        Backfill backfill = Backfill.planned(warehouse, format);
        LateWrite.ROW_DELETE.to(backfill.table);
        List<DataFile> old = filesOfRange(backfill.table);
        assertThat(Warehouse.main(backfill.table)).contains("old-2024-01-01-deletes");
        replaceRange(backfill, List.of(backfill.file("new-2024-01-01"))).commit();

        replaceRange(backfill, old).commit();

        assertThat(Warehouse.main(backfill.table)).contains("old-2024-01-01").doesNotContain("old-2024-01-01-deletes");
    }

    @Test
    void addingOldFilesAgainGivesRowsOtherIds() {
        Backfill backfill = Backfill.planned(warehouse, 3);
        List<DataFile> old = filesOfRange(backfill.table);
        replaceRange(backfill, List.of(backfill.file("new-2024-01-01"))).commit();

        replaceRange(backfill, old).commit();

        Set<Long> before = old.stream().map(DataFile::firstRowId).collect(Collectors.toCollection(TreeSet::new));
        Set<Long> after = filesOfRange(backfill.table).stream()
                .map(DataFile::firstRowId)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(after).doesNotContainAnyElementsOf(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void dynamicOverwriteKeepsTheOldRowsOfAPartitionThatBecomesEmpty(int format) {
        Backfill backfill = Backfill.planned(warehouse, format);
        ReplacePartitions overwrite = backfill.table.newReplacePartitions();

        overwrite.addFile(backfill.file("new-2024-01-01")).commit();

        assertThat(Warehouse.main(backfill.table)).contains("new-2024-01-01", "old-2024-01-02");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void dynamicOverwriteDuplicatesRowsOfAnOlderPartitionSpec(int format) {
        Backfill backfill = Backfill.planned(warehouse, format);
        Table table = backfill.table;
        table.updateSpec().removeField("day").commit();
        table.updateSpec().addField("day").addField("id").commit();
        DataFile file = Warehouse.file(
                table, "new", "day=2024-01-01/id=1", LocalDate.parse("2024-01-01"), LocalDate.parse("2024-01-01"));

        table.newReplacePartitions().addFile(file).commit();

        assertThat(Warehouse.main(table)).contains("new", "old-2024-01-01");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void withoutTheSecondValidationALateDeleteIsLost(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        long head = PublicationIT.head(backfill.table);
        LateWrite.ROW_DELETE.to(warehouse.reload(backfill.table));
        Expression range = Backfill.RANGE.expression(backfill.table.schema());

        backfill.table
                .newOverwrite()
                .overwriteByRowFilter(range)
                .addFile(backfill.file("published-2024-01-01"))
                .validateFromSnapshot(head)
                .conflictDetectionFilter(range)
                .validateNoConflictingData()
                .commit();

        assertThat(Warehouse.main(backfill.table)).containsExactly("old-2024-01-05", "published-2024-01-01");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void withTheSecondValidationALateDeleteIsAConflict(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        long head = PublicationIT.head(backfill.table);
        LateWrite.ROW_DELETE.to(warehouse.reload(backfill.table));
        RangeOverwrite overwrite = new RangeOverwrite(
                new RangeInspection(backfill.table, Backfill.RANGE),
                head,
                List.of(backfill.file("published-2024-01-01")),
                backfill.plan.id(),
                CommitKind.PUBLISH);

        assertThatThrownBy(() -> overwrite.on(backfill.table).commit())
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("found new delete for replaced data file");
    }

    @Test
    void plannedFilesHaveNoStatisticsUnlessAskedFor() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        RangeInspection range = new RangeInspection(backfill.table, Backfill.RANGE);
        long head = backfill.shadow().head();

        assertThat(StreamSupport.stream(
                                backfill.table
                                        .newScan()
                                        .useSnapshot(head)
                                        .planFiles()
                                        .spliterator(),
                                false)
                        .map(FileScanTask::file))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.lowerBounds()).isNull());
        try (FilesToAdd added = range.filesToAdd(head)) {
            assertThat(added)
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(file.lowerBounds()).isNotEmpty());
        }
    }

    @Test
    void aValidationFromTheBaselineFailsOnceOthersExpiredWhatIsInBetween() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.append("live-2024-01-05");
        backfill.append("live2-2024-01-05");
        Table table = backfill.table;
        table.refresh();
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
        RangeInspection range = new RangeInspection(table, Backfill.RANGE);
        RangeOverwrite fromBaseline = new RangeOverwrite(
                range, backfill.plan.baselineSnapshotId(), List.of(), backfill.plan.id(), CommitKind.PUBLISH);

        assertThatThrownBy(() -> fromBaseline.on(table).commit())
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Cannot determine history between starting snapshot");
        assertThat(backfill.publish().how()).isEqualTo(PublicationResult.How.COMMIT);
    }

    /** It can't be prevented, only seen. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aWriterThatStartedBeforeThePublicationMayLandInTheRangeAfterIt(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        var inFlight = warehouse.reload(backfill.table).newAppend().appendFile(backfill.file("late-2024-01-02"));
        PublicationResult.Published published = backfill.publish();
        assertThat(backfill.publication().changesSince(backfill.plan, published.snapshotId()))
                .isEmpty();

        inFlight.commit();

        assertThat(backfill.publication().changesSince(backfill.plan, published.snapshotId()))
                .extracting(RangeChange::operation)
                .containsExactly("append");
    }

    private static Snapshot newest(Table table) {
        table.refresh();
        return StreamSupport.stream(table.snapshots().spliterator(), false)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<DataFile> filesOfRange(Table table) {
        table.refresh();
        return Warehouse.filesOf(table, Backfill.RANGE, table.currentSnapshot().snapshotId());
    }

    private static OverwriteFiles replaceRange(Backfill backfill, List<DataFile> files) {
        OverwriteFiles overwrite =
                backfill.table.newOverwrite().overwriteByRowFilter(Backfill.RANGE.expression(backfill.table.schema()));
        files.forEach(overwrite::addFile);
        return overwrite;
    }
}
