package dev.amend.publish.retirement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.retirement.Retirement.Retired;
import dev.amend.publish.rollback.RollbackIT;
import dev.amend.publish.shadow.ScratchBranch;
import dev.amend.publish.step.PublishListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetirementIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void afterCancellingNothingOfTheBackfillIsLeft(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        String built = newFile(backfill);

        Retired retired = retire(backfill);

        assertThat(retired.refs()).isEqualTo(2);
        assertThat(retired.snapshots()).isEqualTo(3);
        assertThat(backfill.table.refs()).containsOnlyKeys("main");
        assertThat(backfill.table.snapshots()).hasSize(1);
        assertThat(Warehouse.exists(backfill.table, built)).isFalse();
        assertThat(Warehouse.main(backfill.table)).hasSize(5);
        assertAllFilesExist(backfill.table);
        assertThat(retire(backfill)).isEqualTo(new Retired(0, 0, 0));
    }

    /** The shadow has manifests of main that no batch touched. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void manifestsThatMainSharesWithTheShadowStay(int format) throws Exception {
        Backfill planned = Backfill.planned(warehouse, format);
        planned.append("earlier-2024-01-05");
        Backfill backfill = Backfill.onto(warehouse, planned.table).build();

        assertThat(retire(backfill).snapshots()).isEqualTo(3);

        assertAllFilesExist(backfill.table);
        assertThat(Warehouse.main(backfill.table)).hasSize(6).contains("earlier-2024-01-05");
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void everyLiveFileOutlivesRetirementAndLaterExpiry(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (live) {
            backfill.append("live-2024-01-05");
        }
        backfill.publish();
        backfill.append("later-2024-01-05");

        retire(backfill);
        assertAllFilesExist(backfill.table);
        warehouse
                .reload(backfill.table)
                .expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .commit();

        assertAllFilesExist(backfill.table);
        assertThat(Warehouse.main(backfill.table)).contains("new-2024-01-01", "new-2024-01-04", "later-2024-01-05");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void oldFilesGoIfOnlyTheTagsHeldThem(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        String old = Warehouse.find(backfill.table, "old-2024-01-01").location();
        backfill.append("live-2024-01-05");
        backfill.publish();
        backfill.append("later-2024-01-05");
        backfill.append("latest-2024-01-05");
        warehouse
                .reload(backfill.table)
                .expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .commit();
        assertThat(Warehouse.exists(backfill.table, old)).isTrue();

        retire(backfill);

        assertThat(Warehouse.exists(backfill.table, old)).isFalse();
        assertAllFilesExist(backfill.table);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theRowsThatConsumersReadKeepTheirIds(boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, 3);
        if (live) {
            backfill.append("live-2024-01-05");
        }
        backfill.publish();
        Map<String, Long> before = RollbackIT.rowIds(backfill.table);

        retire(backfill);

        assertThat(RollbackIT.rowIds(backfill.table)).isEqualTo(before);
    }

    /** {@code expireSnapshots()} would have taken the other tag along. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void leavesTheRefsOfOthersAlone(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Table table = backfill.table;
        table.manageSnapshots()
                .createTag("theirs", backfill.plan.baselineSnapshotId())
                .setMaxRefAgeMs("theirs", 1)
                .commit();

        retire(backfill);

        assertThat(table.refs()).containsOnlyKeys("main", "theirs");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keepsSnapshotsAndFilesWhereGarbageIsNotToBeCollected(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        String built = newFile(backfill);
        backfill.table
                .updateProperties()
                .set(TableProperties.GC_ENABLED, "false")
                .commit();

        Retired retired = retire(backfill);

        assertThat(retired).isEqualTo(new Retired(2, 0, 0));
        assertThat(backfill.table.refs()).containsOnlyKeys("main");
        assertThat(Warehouse.exists(backfill.table, built)).isTrue();
    }

    /** A snapshot that was main's head can't leave without cutting off time travel to what was before it. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void timeTravelStillReachesBeforeAPublicationThatWasRolledBack(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        Published published = backfill.publish();
        backfill.rollBack(published);
        int moments = backfill.table.history().size();

        retire(backfill);

        assertThat(backfill.table.history()).hasSize(moments);
        assertAllFilesExist(backfill.table);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aScratchBranchLeavesNothingBehind(int format) throws Exception {
        Backfill backfill = Backfill.planned(warehouse, format);
        ScratchBranch scratch = new ScratchBranch(backfill.table, Backfill.REFS, PublishListener.NONE);
        String branch = scratch.create(backfill.plan.baselineSnapshotId());
        backfill.table
                .newAppend()
                .appendFile(backfill.file("scratch-2024-01-01"))
                .toBranch(branch)
                .commit();
        String file = backfill.table.location() + "/data/scratch-2024-01-01.parquet";

        scratch.create(backfill.plan.baselineSnapshotId());
        scratch.drop();
        scratch.drop();

        assertThat(backfill.table.refs()).containsOnlyKeys("main");
        assertThat(backfill.table.snapshots()).hasSize(1);
        assertThat(Warehouse.exists(backfill.table, file)).isFalse();
        assertThat(Warehouse.main(backfill.table)).hasSize(5);
    }

    private static Retired retire(Backfill backfill) throws Exception {
        Retired retired = new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);
        backfill.table.refresh();
        return retired;
    }

    private static String newFile(Backfill backfill) {
        return Warehouse.tasks(backfill.table, backfill.shadow().head()).stream()
                .map(task -> task.file().location())
                .filter(path -> path.contains("new-2024-01-01"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertAllFilesExist(Table table) {
        table.refresh();
        List<String> missing = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            missing.addAll(Warehouse.missingFiles(table, snapshot.snapshotId()));
        }
        assertThat(missing).isEmpty();
    }
}
