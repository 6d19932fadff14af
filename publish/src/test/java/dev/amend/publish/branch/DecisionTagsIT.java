package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult.How;
import dev.amend.publish.rollback.RollbackResult.RolledBack;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.error.AmendException;
import java.time.Clock;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was published and rolled back stays known whatever others expire, move or drop. */
final class DecisionTagsIT {
    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void aPublicationOutlivesExpiryByOthers(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        if (live) {
            backfill.append("live-2024-01-05");
        }
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        backfill.append("latest-2024-01-05");

        expireAll(backfill);

        assertThat(backfill.publication().changesSince(backfill.plan, published.snapshotId()))
                .isEmpty();
        Published again = backfill.publication()
                .publish(request, Consent.NOT_NEEDED)
                .fold(found -> found, drifted -> {
                    throw new AssertionError("Drifted: " + drifted);
                });
        assertThat(again)
                .isEqualTo(new Published(published.snapshotId(), published.previousHead(), published.how(), true));

        RolledBack rolledBack = backfill.rollBack(published);

        assertThat(rolledBack.how()).isEqualTo(How.COPIES);
        assertThat(Warehouse.main(backfill.table))
                .contains("later-2024-01-05", "latest-2024-01-05", "old-2024-01-05")
                .noneMatch(name -> name.startsWith("new"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aWriteIntoTheRangeIsSeenThoughItsSnapshotWasExpired(int format) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        backfill.append("live-2024-01-05");
        Published published = backfill.publish();
        backfill.append("late-2024-01-02");
        backfill.append("later-2024-01-05");

        expireAll(backfill);

        assertThat(backfill.rollBack(published, LaterWrites.KEEP)
                        .<Integer>fold(
                                rolledBack -> 0, drifted -> drifted.changes().size()))
                .isEqualTo(1);
    }

    @Test
    void aRollbackOutlivesExpiryByOthers() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        PublicationRequest request = backfill.request();
        backfill.append("live-2024-01-05");
        Published published = backfill.publish();
        backfill.append("later-2024-01-05");
        RolledBack rolledBack = backfill.rollBack(published);
        backfill.append("latest-2024-01-05");

        expireAll(backfill);

        assertThat(backfill.rollBack(published)).isEqualTo(new RolledBack(rolledBack.snapshotId(), How.COPIES, true));
        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot publish again");
    }

    /** Without its tag nobody could tell it from a publication that expiry cut off from main. */
    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void thatMainWasMovedBackOutlivesExpiryByOthers(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        if (live) {
            backfill.append("live-2024-01-05");
        }
        Published published = backfill.publish();
        RolledBack rolledBack = backfill.rollBack(published);
        backfill.append("later-2024-01-05");
        backfill.append("latest-2024-01-05");

        expireAll(backfill);

        assertThat(backfill.rollBack(published))
                .isEqualTo(new RolledBack(rolledBack.snapshotId(), How.REFERENCE, true));
        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot publish again: the publication was rolled back by snapshot %d"
                        .formatted(rolledBack.snapshotId()));
    }

    /** Moving main back leaves no snapshot behind that would say so. */
    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void aLateRunDoesNotPublishAgainAfterMainWasMovedBack(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        PublicationRequest request = backfill.request();
        if (live) {
            backfill.append("live-2024-01-05");
        }
        Published published = backfill.publish();
        assertThat(backfill.rollBack(published).how()).isEqualTo(How.REFERENCE);

        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot publish again");
        assertThat(Warehouse.main(backfill.table)).noneMatch(name -> name.startsWith("new"));
    }

    /** The tag is asked for in the commit itself: what another run decided meanwhile is found. */
    @Test
    void aPublicationAndARollbackInBetweenAreFoundInTheCommitItself() throws Exception {
        Backfill slow = Backfill.built(warehouse, 2);
        PublicationRequest request = slow.request();
        slow.append("live-2024-01-05");
        Backfill quick = slow.on(warehouse.reload(slow.table));
        PublishListener meanwhile = new PublishListener() {
            private boolean isDone;

            @Override
            public void before(PublishStep step) {
                if (step == PublishStep.OVERWRITE && !isDone) {
                    isDone = true;
                    publishAndRollBack(quick);
                }
            }
        };

        assertThatThrownBy(() -> new Publication(slow.table, slow.rows, Clock.systemUTC(), meanwhile)
                        .publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot publish again");
        assertThat(Warehouse.main(slow.table)).noneMatch(name -> name.startsWith("new"));
    }

    private static void publishAndRollBack(Backfill backfill) {
        try {
            backfill.rollBack(backfill.publish());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amend_tax_fix_published", "amend_tax_fix_previous", "sales_before"})
    void publishingAgainSetsATagThatSomeoneDropped(String tag) throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        PublicationRequest request = backfill.request();
        backfill.append("live-2024-01-05");
        Published published = backfill.publish();
        SnapshotRef before = refresh(backfill.table).refs().get(tag);
        backfill.table.manageSnapshots().removeTag(tag).commit();

        backfill.publication().publish(request, Consent.NOT_NEEDED);

        assertThat(refresh(backfill.table).refs().get(tag).snapshotId()).isEqualTo(before.snapshotId());
        assertThat(backfill.rollBack(published).already()).isFalse();
    }

    @Test
    void saysThatSomeoneMovedMainOffThePublicationAndPutsItOnRecord() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        PublicationRequest request = backfill.request();
        Published published = backfill.publish();
        backfill.table.manageSnapshots().rollbackTo(published.previousHead()).commit();

        assertThatThrownBy(() -> backfill.publication().publish(request, Consent.NOT_NEEDED))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot publish again: publication %d was made, and someone moved main off it since"
                        .formatted(published.snapshotId()));
        RolledBack found = new RolledBack(published.previousHead(), How.REFERENCE, true);
        assertThat(backfill.rollBack(published)).isEqualTo(found);
        backfill.append("later-2024-01-05");
        assertThat(backfill.rollBack(published)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true"})
    void retirementLetsTheTagsGo(int format, boolean live) throws Exception {
        Backfill backfill = Backfill.built(warehouse, format);
        if (live) {
            backfill.append("live-2024-01-05");
        }
        backfill.publish();
        backfill.append("later-2024-01-05");

        new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);
        expireAll(backfill);

        assertThat(refresh(backfill.table).refs()).containsOnlyKeys("main");
        assertThat(Warehouse.missingFiles(backfill.table, PublicationIT.head(backfill.table)))
                .isEmpty();
    }

    private void expireAll(Backfill backfill) {
        Table table = warehouse.reload(backfill.table);
        table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
    }

    private static Table refresh(Table table) {
        table.refresh();
        return table;
    }
}
