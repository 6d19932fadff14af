package dev.amend.publish.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.branch.CrashAfter;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.error.AmendException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ShadowTest {
    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void startsAtTheBaselineWithoutTheRange(int format) throws Exception {
        Backfill backfill = Backfill.planned(warehouse, format);

        backfill.shadow().prepare();

        Table table = backfill.table;
        assertThat(table.refs().get("sales_before").snapshotId()).isEqualTo(backfill.plan.baselineSnapshotId());
        assertThat(Warehouse.at(table, backfill.shadow().head())).containsExactly("old-2024-01-05");
        assertThat(Warehouse.main(table)).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_REFS", "CLEAR_RANGE"})
    void goesOnAfterACrash(PublishStep step) throws Exception {
        Backfill backfill = Backfill.planned(warehouse, 2);
        assertThatThrownBy(
                        () -> new ShadowBranch(backfill.table, backfill.plan, Clock.systemUTC(), new CrashAfter(step))
                                .prepare())
                .isInstanceOf(CrashAfter.Crash.class);

        backfill.shadow().prepare();
        backfill.shadow().prepare();

        assertThat(backfill.table.snapshots()).hasSize(2);
        assertThat(Warehouse.at(backfill.table, backfill.shadow().head())).containsExactly("old-2024-01-05");
    }

    /** The branch starts where the first baseline was, and nothing of the range was cleared yet. */
    @Test
    void goesOnAfterACrashBeforeTheRangeWasClearedAndARebase() throws Exception {
        Backfill backfill = Backfill.planned(warehouse, 2);
        CrashAfter crash = new CrashAfter(PublishStep.CREATE_REFS);
        assertThatThrownBy(() -> new ShadowBranch(backfill.table, backfill.plan, Clock.systemUTC(), crash).prepare())
                .isInstanceOf(CrashAfter.Crash.class);
        backfill.append("late-2024-01-01");
        backfill.append("live-2024-01-05");
        Backfill rebased = Backfill.onto(warehouse, backfill.table);
        rebased.shadow().moveBaseline(backfill.plan.baselineSnapshotId());

        rebased.build();

        assertThat(rebased.shadow().root()).isEqualTo(backfill.plan.baselineSnapshotId());
        assertThat(rebased.publish().how()).isEqualTo(PublicationResult.How.COMMIT);
        assertThat(Warehouse.main(rebased.table))
                .containsExactly(
                        "live-2024-01-05",
                        "new-2024-01-01",
                        "new-2024-01-02",
                        "new-2024-01-03",
                        "new-2024-01-04",
                        "old-2024-01-05");
    }

    /** Iceberg counts a tag's age from its snapshot's time, so that a tag on an old snapshot may be born expired. */
    @Test
    void tagsOutliveExpiryHoweverOldTheBaselineIs() throws Exception {
        Backfill backfill = Backfill.planned(warehouse, 2);
        Instant later = Instant.ofEpochMilli(backfill.table.currentSnapshot().timestampMillis())
                .plus(Duration.ofDays(400));

        new ShadowBranch(backfill.table, backfill.plan, Clock.fixed(later, ZoneOffset.UTC), PublishListener.NONE)
                .prepare();

        SnapshotRef tag = backfill.table.refs().get("sales_before");
        SnapshotRef branch = backfill.table.refs().get("amend_tax_fix");
        assertThat(Duration.ofMillis(tag.maxRefAgeMs())).isEqualTo(Duration.ofDays(400 + 30 + 30));
        assertThat(branch.maxSnapshotAgeMs()).isEqualTo(branch.maxRefAgeMs()).isEqualTo(tag.maxRefAgeMs());
    }

    @Test
    void survivesExpiryByOthers() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.append("live-2024-01-05");

        expire(backfill.table);

        assertThat(backfill.shadow().committedBatches()).hasSize(2);
        assertThat(backfill.publish().how()).isEqualTo(PublicationResult.How.COMMIT);
    }

    @Test
    void refusesARefThatIsElsewhere() {
        Backfill backfill = Backfill.planned(warehouse, 2);
        backfill.append("live-2024-01-05");
        Table table = warehouse.reload(backfill.table);
        long head = table.currentSnapshot().snapshotId();
        table.manageSnapshots().createTag("sales_before", head).commit();

        assertThatThrownBy(() -> backfill.shadow().prepare())
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot use ref 'sales_before': it is at snapshot %d, expected %d"
                        .formatted(head, backfill.plan.baselineSnapshotId()));
        table.refresh();
        assertThat(table.refs()).doesNotContainKey("amend_tax_fix");
    }

    @Test
    void knowsTheLatestCommitOfEachBatch() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.withEpoch(3).build(Backfill.FIRST, 2, "again-2024-01-01");

        Map<String, CommittedBatch> batches = backfill.shadow().committedBatches();

        assertThat(batches.keySet()).containsExactly("2024-01-03", "2024-01-01");
        CommittedBatch first = batches.get("2024-01-01");
        Snapshot head = backfill.table.snapshot(backfill.shadow().head());
        assertThat(first)
                .isEqualTo(new CommittedBatch(
                        "2024-01-01",
                        head.snapshotId(),
                        2,
                        3,
                        "digest",
                        "events@1",
                        10,
                        3,
                        Instant.ofEpochMilli(head.timestampMillis())));
    }

    @Test
    void acceptsABatchThatTouchedOnlyItsPartitions() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        CommittedBatch first = backfill.shadow().committedBatches().get(Backfill.FIRST.id());

        backfill.shadow().verifyBatch(Backfill.FIRST, first);

        assertThatThrownBy(() -> backfill.shadow().verifyBatch(Backfill.SECOND, first))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("Cannot accept the commit of batch 2024-01-03: it added")
                .hasMessageContaining("which is not inside of 2024-01-03..2024-01-04");
    }

    @Test
    void noticesABatchThatLeakedToMain() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        CommittedBatch first = backfill.shadow().committedBatches().get(Backfill.FIRST.id());
        var leak = backfill.table.newAppend().appendFile(backfill.file("leak-2024-01-01"));
        leak.set(SummaryKeys.BACKFILL_ID, "tax-fix")
                .set(SummaryKeys.KIND, "batch")
                .commit();

        assertThatThrownBy(() -> backfill.shadow().verifyBatch(Backfill.FIRST, first))
                .isInstanceOf(AmendException.class)
                .hasMessage(
                        "Cannot accept the commit of batch 2024-01-01: main has snapshot %d of this backfill, which was never published"
                                .formatted(backfill.table.currentSnapshot().snapshotId()));
    }

    @Test
    void keepsUntouchedBatchesWhenTheBaselineMoves() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.append("late-2024-01-01");
        Backfill rebased = Backfill.onto(warehouse, backfill.table);

        rebased.shadow().moveBaseline(backfill.plan.baselineSnapshotId());
        rebased.shadow().moveBaseline(backfill.plan.baselineSnapshotId());
        rebased.build(Backfill.FIRST, 2, "newer-2024-01-01");

        assertThat(rebased.publish().how()).isEqualTo(PublicationResult.How.COMMIT);
        assertThat(Warehouse.main(rebased.table))
                .containsExactly("new-2024-01-03", "new-2024-01-04", "newer-2024-01-01", "old-2024-01-05");
    }

    /** So that what it touched can be told, however often the baseline moved. */
    @Test
    void keepsWhatItWasMadeFromWhenTheBaselineMovesAndOthersExpire() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        long root = backfill.plan.baselineSnapshotId();
        Backfill rebased = backfill;
        for (int attempt = 2; attempt < 4; attempt++) {
            backfill.append("late-%d-2024-01-01".formatted(attempt));
            Backfill next = Backfill.onto(warehouse, backfill.table);
            next.shadow().moveBaseline(rebased.plan.baselineSnapshotId());
            rebased = next;
        }

        expire(backfill.table);

        assertThat(rebased.table.refs().get("sales_before").snapshotId())
                .isEqualTo(rebased.plan.baselineSnapshotId())
                .isNotEqualTo(root);
        assertThat(rebased.shadow().root()).isEqualTo(root);
        assertThat(Warehouse.at(rebased.table, root)).contains("old-2024-01-05");
    }

    @Test
    void takesItsClearingCommitForWhatItWasMadeFromIfThatWasRemoved() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.append("late-2024-01-01");
        Backfill rebased = Backfill.onto(warehouse, backfill.table);
        rebased.shadow().moveBaseline(backfill.plan.baselineSnapshotId());

        warehouse
                .reload(backfill.table)
                .expireSnapshots()
                .expireSnapshotId(backfill.plan.baselineSnapshotId())
                .commit();

        long root = rebased.shadow().root();
        assertThat(root).isNotEqualTo(backfill.plan.baselineSnapshotId());
        assertThat(Warehouse.at(rebased.table, root)).containsExactly("old-2024-01-05");
        rebased.build(Backfill.FIRST, 2, "newer-2024-01-01");
        assertThat(rebased.shadow().root()).isEqualTo(root);
    }

    private void expire(Table table) {
        warehouse
                .reload(table)
                .expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .commit();
    }

    @Test
    void saysIfTheNewBaselineWasExpiredBeforeItGotItsTag() throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        backfill.append("late-2024-01-01");
        Backfill rebased = Backfill.onto(warehouse, backfill.table);
        backfill.append("live-2024-01-05");
        FaultyTableOperations faulty = new FaultyTableOperations(backfill.table)
                .after(() -> warehouse
                        .reload(backfill.table)
                        .expireSnapshots()
                        .expireOlderThan(Long.MAX_VALUE)
                        .retainLast(1)
                        .commit());
        Shadow shadow = rebased.on(faulty.table("db.t1")).shadow();

        assertThatThrownBy(() -> shadow.moveBaseline(backfill.plan.baselineSnapshotId()))
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith("Cannot keep the old data: baseline snapshot %d was expired"
                        .formatted(rebased.plan.baselineSnapshotId()));
    }
}
