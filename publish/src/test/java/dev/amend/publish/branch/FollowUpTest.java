package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.fixture.Warehouse;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.junit.jupiter.api.Test;

final class FollowUpTest {
    private final Warehouse warehouse = Warehouse.inMemory();

    @Test
    void nothingIsWorthDoingForASmallTable() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.publish();

        assertThat(new FollowUp(refreshed(backfill.table)).advice()).isEmpty();
    }

    @Test
    void statisticsAreToBeComputedAgainIfThereWereAny() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.table
                .updateStatistics()
                .setStatistics(new GenericStatisticsFile(
                        backfill.plan.baselineSnapshotId(),
                        "stats.puffin",
                        10,
                        1,
                        List.of(new GenericBlobMetadata(
                                "apache-datasketches-theta-v1",
                                backfill.plan.baselineSnapshotId(),
                                1,
                                List.of(1),
                                Map.of()))))
                .commit();
        assertThat(new FollowUp(refreshed(backfill.table)).advice()).isEmpty();

        backfill.publish();

        assertThat(new FollowUp(refreshed(backfill.table)).advice())
                .containsExactly(
                        "statistics of columns are of an earlier snapshot: call system.compute_table_stats(table => '%s')"
                                .formatted(backfill.table.name()));
    }

    @Test
    void manySmallManifestsAreToBeRewritten() {
        Backfill backfill = Backfill.planned(warehouse, 2);
        backfill.table
                .updateProperties()
                .set(TableProperties.MANIFEST_MERGE_ENABLED, "false")
                .commit();
        for (int i = 0; i < 99; i++) {
            backfill.append("live-%d-2024-01-05".formatted(i));
        }

        assertThat(new FollowUp(refreshed(backfill.table)).advice())
                .containsExactly("planning reads 100 small manifests: call system.rewrite_manifests(table => '%s')"
                        .formatted(backfill.table.name()));
    }

    private static Table refreshed(Table table) {
        table.refresh();
        return table;
    }
}
