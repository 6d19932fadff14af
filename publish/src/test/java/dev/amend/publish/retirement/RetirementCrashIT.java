package dev.amend.publish.retirement;

import static dev.amend.publish.retirement.KilledRetirement.NOTHING;
import static dev.amend.publish.retirement.KilledRetirement.assertNothingIsMissing;
import static dev.amend.publish.retirement.KilledRetirement.killAfterDeletions;
import static dev.amend.publish.retirement.KilledRetirement.names;
import static dev.amend.publish.retirement.KilledRetirement.retire;
import static dev.amend.publish.retirement.KilledRetirement.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.fixture.SharedCatalog;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.retirement.Retirement.Retired;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.ImmutableGenericPartitionStatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A retirement that is killed between its commit and the last file: the next call deletes the rest, and never what
 * anyone reaches by then.
 */
final class RetirementCrashIT {
    @TempDir
    private Path folder;

    private Warehouse warehouse = Warehouse.inMemory();

    @BeforeEach
    void open() {
        warehouse = Warehouse.shared(SharedCatalog.JDBC.properties(folder));
    }

    @AfterEach
    void close() throws IOException {
        warehouse.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aKillAfterAnyDeletionLeavesTheRestToTheNextCall(int format) throws Exception {
        Backfill undisturbed = withFilesOfEachKind(format);
        int files = retire(undisturbed).files();
        assertThat(unreachable(undisturbed)).isEmpty();
        assertThat(files).isGreaterThan(14);

        for (int deleted = 0; deleted < files; deleted++) {
            Backfill backfill = withFilesOfEachKind(format);
            killAfterDeletions(backfill, deleted);
            assertThat(unreachable(backfill)).hasSize(files - deleted);

            assertThat(retire(backfill).refs()).isZero();

            assertThat(names(backfill)).as("killed after %d files", deleted).isEqualTo(names(undisturbed));
            assertNothingIsMissing(backfill);
            assertThat(retire(backfill)).isEqualTo(NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void oneKillAfterTheOtherLeavesNothingInTheEnd(int format) throws Exception {
        int files = retire(withFilesOfEachKind(format)).files();

        for (int deleted = 0; deleted < files; deleted++) {
            Backfill backfill = withFilesOfEachKind(format);
            killAfterDeletions(backfill, deleted);
            killAfterDeletions(backfill, 1);
            killAfterDeletions(backfill, files / 2);

            retire(backfill);

            assertThat(unreachable(backfill))
                    .as("killed after %d files", deleted)
                    .isEmpty();
            assertNothingIsMissing(backfill);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void theEndIsThatOfAnUndisturbedRunWhateverLivePipelinesDidMeanwhile(int format, boolean published)
            throws Exception {
        Backfill undisturbed = cancelledOrPublished(format, published);
        retire(undisturbed);
        appendAndExpire(undisturbed);

        Backfill backfill = cancelledOrPublished(format, published);
        killAfterDeletions(backfill, 0);
        appendAndExpire(backfill);
        Retired again = retire(backfill);

        assertThat(again.files()).isPositive();
        assertThat(again.notes()).isEmpty();
        assertThat(names(backfill)).isEqualTo(names(undisturbed));
        assertNothingIsMissing(backfill);
        assertThat(Warehouse.main(backfill.table))
                .contains("later-2024-01-05", published ? "new-2024-01-01" : "old-2024-01-01");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aFileThatALaterPublicationTookUpStays(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        DataFile built = built(backfill);
        killAfterDeletions(backfill, 0);
        warehouse.reload(backfill.table).newAppend().appendFile(built).commit();

        retire(backfill);

        assertThat(Warehouse.exists(backfill.table, built.location())).isTrue();
        assertNothingIsMissing(backfill);
        assertThat(unreachable(backfill)).isEmpty();
    }

    /** Its manifest has a partition spec that the earlier metadata does not know. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aFileThatIsLiveUnderALaterPartitionSpecStays(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        DataFile built = built(backfill);
        killAfterDeletions(backfill, 0);
        Table live = warehouse.reload(backfill.table);
        live.newAppend().appendFile(built).commit();
        live.updateSpec().addField(Expressions.bucket("id", 4)).commit();
        live.newAppend()
                .appendFile(Warehouse.bareFile(live, "evolved", "day=2024-01-05/id_bucket_4=1"))
                .commit();

        retire(backfill);

        assertThat(Warehouse.exists(backfill.table, built.location())).isTrue();
        assertNothingIsMissing(backfill);
        assertThat(unreachable(backfill)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void manifestsThatMainSharesWithTheShadowStay(int format) throws Exception {
        Backfill planned = Backfill.planned(warehouse, format);
        planned.append("earlier-2024-01-05");
        Backfill backfill = Backfill.onto(warehouse, planned.table).build();
        killAfterDeletions(backfill, 0);

        retire(backfill);

        assertNothingIsMissing(backfill);
        assertThat(unreachable(backfill)).isEmpty();
        assertThat(Warehouse.main(backfill.table)).hasSize(6).contains("earlier-2024-01-05");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void whatOthersMadeCurrentAgainStays(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        backfill.publish();
        killAfterDeletions(backfill, 0);
        warehouse
                .reload(backfill.table)
                .manageSnapshots()
                .rollbackTo(backfill.plan.baselineSnapshotId())
                .commit();

        retire(backfill);

        assertNothingIsMissing(backfill);
        assertThat(unreachable(backfill)).isEmpty();
        assertThat(Warehouse.main(backfill.table)).contains("old-2024-01-01");
    }

    /** In one commit, so that no metadata has both. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void snapshotsThatOthersKeepUnderAnotherNameStay(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Table others = warehouse.reload(backfill.table);
        others.manageSnapshots()
                .createTag("theirs", backfill.shadow().head())
                .removeBranch(Backfill.REFS.branch())
                .removeTag(Backfill.REFS.baselineTag())
                .commit();

        assertThat(retire(backfill)).isEqualTo(NOTHING);

        assertNothingIsMissing(backfill);
        assertThat(backfill.table.refs()).containsOnlyKeys("main", "theirs");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void statisticsThatALiveSnapshotHasTooStay(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        String path = backfill.table.location() + "/metadata/shared.stats";
        backfill.table.io().newOutputFile(path).create().close();
        setStatistics(backfill.table, path, backfill.shadow().head());
        setStatistics(backfill.table, path, backfill.plan.baselineSnapshotId());
        killAfterDeletions(backfill, 0);

        retire(backfill);

        assertThat(Warehouse.exists(backfill.table, path)).isTrue();
        assertThat(unreachable(backfill)).isEmpty();
    }

    /** Data files, delete files and statistics on the shadow. */
    private Backfill withFilesOfEachKind(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Table table = backfill.table;
        table.newRowDelta()
                .addDeletes(Warehouse.rowDelete(table, "deletes-2024-01-01", built(backfill)))
                .toBranch(Backfill.REFS.branch())
                .commit();
        long head = table.snapshot(Backfill.REFS.branch()).snapshotId();
        String path = table.location() + "/metadata/" + head;
        table.io().newOutputFile(path + ".stats").create().close();
        setStatistics(table, path + ".stats", head);
        table.io().newOutputFile(path + "-partitions.stats").create().close();
        table.updatePartitionStatistics()
                .setPartitionStatistics(ImmutableGenericPartitionStatisticsFile.builder()
                        .snapshotId(head)
                        .path(path + "-partitions.stats")
                        .fileSizeInBytes(0)
                        .build())
                .commit();
        return backfill;
    }

    private static void setStatistics(Table table, String path, long snapshotId) {
        table.updateStatistics()
                .setStatistics(new GenericStatisticsFile(snapshotId, path, 0, 0, List.of()))
                .commit();
    }

    private Backfill cancelledOrPublished(int format, boolean published) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (published) {
            backfill.append("live-2024-01-05");
            backfill.publish();
        }
        return backfill;
    }

    private void appendAndExpire(Backfill backfill) {
        backfill.append("later-2024-01-05");
        warehouse
                .reload(backfill.table)
                .expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .commit();
    }

    private static DataFile built(Backfill backfill) {
        return Warehouse.tasks(backfill.table, backfill.shadow().head()).stream()
                .map(task -> task.file().copy())
                .filter(file -> file.location().contains("new-2024-01-01"))
                .findFirst()
                .orElseThrow();
    }
}
