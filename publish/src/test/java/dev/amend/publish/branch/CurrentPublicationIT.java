package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Warehouse;
import org.apache.iceberg.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the table says of a backfill's publication, whether or not anyone recorded it. */
final class CurrentPublicationIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isTheSnapshotThatWasPublished(boolean live) throws Exception {
        Backfill backfill = built(live);
        assertThat(current(backfill).snapshotId()).isEmpty();

        Published published = backfill.publish();
        backfill.append("later-2024-01-05");

        assertThat(current(backfill).snapshotId()).hasValue(published.snapshotId());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isThereAfterOthersExpiredMainsHistory(boolean live) throws Exception {
        Backfill backfill = built(live);
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        backfill.append("latest-2024-01-05");
        warehouse
                .reload(backfill.table)
                .expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .commit();

        assertThat(current(backfill).snapshotId()).hasValue(published.snapshotId());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNoneAfterARollback(boolean live) throws Exception {
        Backfill backfill = built(live);
        backfill.rollBack(backfill.publish());

        assertThat(current(backfill).snapshotId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNoneAfterSomeoneMovedMainOffIt(boolean live) throws Exception {
        Backfill backfill = built(live);
        backfill.publish();
        warehouse
                .reload(backfill.table)
                .manageSnapshots()
                .rollbackTo(backfill.plan.baselineSnapshotId())
                .commit();

        assertThat(current(backfill).snapshotId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void isNoneInATableThatTookTheName(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.publish();
        warehouse.drop(backfill.table);
        Table other = warehouse.catalog().createTable(Warehouse.idOf(backfill.table), Warehouse.SALES);

        assertThat(new CurrentPublication(other, Backfill.REFS).snapshotId()).isEmpty();
    }

    private Backfill built(boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        if (live) {
            backfill.append("live-2024-01-05");
        }
        return backfill;
    }

    private CurrentPublication current(Backfill backfill) {
        return new CurrentPublication(warehouse.reload(backfill.table), Backfill.REFS);
    }
}
