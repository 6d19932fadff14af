package dev.amend.publish.view;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.ManifestSize;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.shadow.BaselineTag;
import dev.amend.publish.shadow.BatchCheck;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.RefAges;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowHistory;
import dev.amend.publish.shadow.ShadowPlan;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * The table beside the target in which a backfill builds corrected data, and the target's tag that keeps the old data.
 */
public final class ShadowTable implements Shadow {
    private final ViewPlace place;
    private final ShadowPlan plan;
    private final Clock clock;
    private final AnnouncedSteps steps;

    public ShadowTable(ViewPlace place, ShadowPlan plan, Clock clock, PublishListener listener) {
        this.place = place;
        this.plan = plan;
        this.clock = clock;
        this.steps = new AnnouncedSteps(listener);
    }

    /** Tags the baseline, creates the table, and adds a first snapshot without rows as a base for batches. */
    @Override
    public void prepare() throws CommitOutcomeUnknown {
        Table target = place.target();
        new RangeInspection(target, plan.range()).requireNoStraddlingFiles(plan.baselineSnapshotId());
        tag(target).create();

        Table shadow = steps.take(PublishStep.CREATE_SHADOW_TABLE, () -> existingOrNew(target));
        Guard guard = guard(shadow);
        try {
            if (shadow.currentSnapshot() == null) {
                steps.take(
                        PublishStep.CLEAR_RANGE,
                        () -> new GuardedTable(shadow, guard)
                                .commit(Table::newFastAppend, plan.properties(CommitKind.CLEAR)));
            }
            steps.take(PublishStep.CREATE_REFS, () -> new GuardedTable(shadow, guard).change(this::withHistory));
        } catch (GuardViolation e) {
            throw PublishError.violated(shadow.name(), e);
        }
    }

    /** Keeps all snapshots until publication: the commits of batches are the only record of them. */
    private TableMetadata withHistory(TableMetadata base) {
        SnapshotRef main = base.ref(SnapshotRef.MAIN_BRANCH);
        if (main.maxSnapshotAgeMs() != null) {
            return base;
        }
        RefAges ages = new RefAges(clock.instant(), plan.keepFor());
        return TableMetadata.buildFrom(base)
                .setRef(SnapshotRef.MAIN_BRANCH, ages.history(base.snapshot(main.snapshotId())))
                .build();
    }

    private Table existingOrNew(Table target) {
        Optional<Table> existing = place.shadow();
        if (existing.isPresent()) {
            return requireOf(place, plan.id(), existing.get());
        }
        try {
            return new ShadowTableCreation(place, plan).create(target);
        } catch (RuntimeException e) {
            // Another run may have been first, or the catalog may have created the table without a response
            return requireOf(place, plan.id(), place.shadow().orElseThrow(() -> e));
        }
    }

    /** @throws dev.amend.specs.error.AmendException if the table does not belong to this backfill */
    static Table requireOf(ViewPlace place, BackfillId id, Table shadow) {
        String owner = shadow.properties().getOrDefault(SummaryKeys.BACKFILL_ID, "");
        if (!owner.equals(id.value())) {
            throw ViewError.shadowTaken(place);
        }
        return shadow;
    }

    @Override
    public void moveBaseline(long earlierBaselineSnapshotId) throws CommitOutcomeUnknown {
        Table target = place.target();
        new RangeInspection(target, plan.range()).requireNoStraddlingFiles(plan.baselineSnapshotId());
        tag(target).move(earlierBaselineSnapshotId);
    }

    @Override
    public void write(Consumer<Table> engine) throws CommitOutcomeUnknown {
        Table table = table();
        try {
            new GuardedTable(table, guard(table)).write(engine, ManifestSize.AS_CONFIGURED);
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    private Guard guard(Table table) {
        return Guard.of(TableContract.of(table), plan.id(), plan.epoch());
    }

    @Override
    public long head() {
        return history(table()).head();
    }

    /** The first snapshot, which has no rows. */
    @Override
    public long root() {
        Table table = table();
        return history(table).oldest(table);
    }

    @Override
    public Map<String, CommittedBatch> committedBatches() {
        Table table = table();
        return history(table).batches(inTable(table));
    }

    @Override
    public void verifyBatch(Batch batch, CommittedBatch committed) {
        Table table = table();
        new BatchCheck(table, inTable(table)).verify(batch, committed);
    }

    private Table table() {
        return requireOf(place, plan.id(), place.requiredShadow());
    }

    private ShadowHistory history(Table table) {
        return ShadowHistory.read(table, inTable(table)).orElseThrow(() -> ViewError.shadowGone(place));
    }

    private ShadowPlan inTable(Table table) {
        return plan.inTable(TableContract.of(table));
    }

    private BaselineTag tag(Table target) {
        return new BaselineTag(target, plan, clock, steps);
    }
}
