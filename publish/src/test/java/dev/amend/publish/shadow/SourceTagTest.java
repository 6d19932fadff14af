package dev.amend.publish.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.specs.BackfillId;
import java.time.Duration;
import java.time.Instant;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

final class SourceTagTest {
    private static final BackfillRefs REFS = new BackfillRefs(new BackfillId("tax-fix"), "before");

    private final Backfill backfill = Backfill.planned(Warehouse.inMemory(), 2);
    private final Table table = backfill.table;
    private final RefAges ages = new RefAges(Instant.now(), Duration.ofDays(30));
    private final SourceTag tag = new SourceTag(table, REFS, "events");

    @Test
    void keepsASnapshotThatOthersExpireUntilItIsReleased() {
        long pinned = table.currentSnapshot().snapshotId();
        tag.hold(pinned, ages);
        backfill.append("late-2024-01-01");

        expireAllButTheLatest();
        assertThat(table.snapshot(pinned)).isNotNull();

        tag.release();
        expireAllButTheLatest();
        assertThat(table.snapshot(pinned)).isNull();
    }

    @Test
    void hasAnAgeOfItsOwnAndIsSetOnce() {
        long pinned = table.currentSnapshot().snapshotId();
        tag.hold(pinned, ages);
        SnapshotRef set = table.refs().get("amend_tax_fix_events");
        assertThat(Duration.ofMillis(set.maxRefAgeMs())).isGreaterThanOrEqualTo(Duration.ofDays(60));

        tag.hold(pinned, new RefAges(Instant.now(), Duration.ofDays(900)));
        assertThat(table.refs()).containsEntry("amend_tax_fix_events", set);
    }

    @Test
    void movesToANewPin() {
        tag.hold(table.currentSnapshot().snapshotId(), ages);
        backfill.append("late-2024-01-01");
        table.refresh();
        long later = table.currentSnapshot().snapshotId();

        tag.hold(later, ages);

        assertThat(table.refs().get(tag.name()).snapshotId()).isEqualTo(later);
    }

    @Test
    void canNotHoldWhatIsGoneAndReleasesWhatIsNotThere() {
        assertThatThrownBy(() -> tag.hold(4711, ages)).hasMessageContaining("no snapshot 4711");
        tag.release();
        assertThat(table.refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
    }

    /** The target may be a source of its own. */
    @Test
    void isNeverARefOfTheTarget() {
        for (String source : new String[] {"published", "previous", "rolled_back", "restore", "scratch"}) {
            assertThat(REFS.all()).doesNotContain(REFS.sourceTag(source));
        }
    }

    private void expireAllButTheLatest() {
        table.refresh();
        table.expireSnapshots()
                .expireOlderThan(System.currentTimeMillis() + 1_000)
                .retainLast(1)
                .commit();
    }
}
