package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.RestCatalogServer;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.together.JointPublication;
import org.apache.iceberg.Table;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision that was taken back before the commit keeps consumers where they are, whatever was prepared. */
final class ConsentIT {
    private static final Consent TAKEN_BACK = () -> {
        throw new IllegalStateException("olga rejected it");
    };

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void nothingIsPublishedWithoutIt(int format) throws Exception {
        Backfill backfill = Backfill.built(Warehouse.inMemory(), format);
        PublicationRequest request = backfill.request();

        assertRefused(backfill.table, () -> backfill.publication().publish(request, TAKEN_BACK));

        backfill.publish();
        assertThat(Warehouse.main(backfill.table)).contains("new-2024-01-01");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void nothingIsRolledBackWithoutIt(int format) throws Exception {
        Backfill backfill = Backfill.built(Warehouse.inMemory(), format);
        RollbackRequest request = request(backfill, backfill.publish());

        assertRefused(backfill.table, () -> backfill.rollback().rollBack(request, TAKEN_BACK));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void nothingIsRolledBackByCopiesWithoutIt(int format) throws Exception {
        Backfill backfill = Backfill.built(Warehouse.inMemory(), format);
        RollbackRequest request = request(backfill, backfill.publish());
        backfill.append("later-2024-01-05");

        assertRefused(backfill.table, () -> backfill.rollback().rollBack(request, TAKEN_BACK));
    }

    @Test
    void noneOfSeveralTablesIsPublishedWithoutIt() throws Exception {
        RestCatalogServer server = catalogs.server();
        TwoTables tables = TwoTables.quiet(catalogs.client(server), 2);
        JointPublication publication = new JointPublication(tables.transaction(), PublishListener.NONE);

        assertThatThrownBy(() -> publication.publish(tables.members(), TAKEN_BACK))
                .hasMessage("olga rejected it");

        assertThat(server.transactionsReceived()).isZero();
        tables.requireOld();
    }

    /** Whoever is faster gives people time to change their minds. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void isAskedAgainForEachTry(int format) throws Exception {
        Backfill backfill = Backfill.built(Warehouse.inMemory(), format);
        PublicationRequest request = backfill.request();
        int[] asked = {0};
        Consent withdrawnMeanwhile = () -> {
            asked[0]++;
            if (asked[0] == 1) {
                backfill.append("live-2024-01-05");
            } else {
                TAKEN_BACK.require();
            }
        };

        assertThatThrownBy(() -> backfill.publication().publish(request, withdrawnMeanwhile))
                .hasMessage("olga rejected it");

        assertThat(asked[0]).isEqualTo(2);
        assertThat(Warehouse.main(backfill.table))
                .contains("old-2024-01-01", "live-2024-01-05")
                .doesNotContain("new-2024-01-01");
    }

    private static RollbackRequest request(Backfill backfill, Published published) {
        return new RollbackRequest(backfill.plan, published.snapshotId(), LaterWrites.KEEP, "wrong tax");
    }

    private static void assertRefused(Table table, ThrowingCallable action) {
        table.refresh();
        long before = table.currentSnapshot().snapshotId();

        assertThatThrownBy(action).hasMessage("olga rejected it");

        table.refresh();
        assertThat(table.currentSnapshot().snapshotId()).isEqualTo(before);
    }
}
