package dev.amend.publish.shadow;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.guard.ManifestSize;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** The branch of the target on which a backfill builds corrected data, and the tag that keeps the old data. */
public final class ShadowBranch implements Shadow {
    /** The size in bytes up to which manifests are merged, so that many small batches do not leave one each. */
    private static final long CHEAP_TO_OPEN = 1 << 20;

    private final Table table;
    private final ShadowPlan plan;
    private final Clock clock;
    private final AnnouncedSteps steps;

    public ShadowBranch(Table table, ShadowPlan plan, Clock clock, PublishListener listener) {
        this.table = table;
        this.plan = plan;
        this.clock = clock;
        this.steps = new AnnouncedSteps(listener);
    }

    /** Creates the tag and the branch at the baseline in one commit, and clears the range on the branch. */
    @Override
    public void prepare() throws CommitOutcomeUnknown {
        table.refresh();
        new RangeInspection(table, plan.range()).requireNoStraddlingFiles(plan.baselineSnapshotId());

        try {
            steps.take(PublishStep.CREATE_REFS, () -> new GuardedTable(table, guard()).change(this::withRefs));
            table.refresh();
            ShadowHistory history = history();
            if (!history.cleared()) {
                clearRange(history.root());
            }
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    private TableMetadata withRefs(TableMetadata base) {
        TableMetadata.Builder builder = TableMetadata.buildFrom(base);
        Snapshot baseline = tag().addTo(builder, base);
        if (base.ref(plan.refs().branch()) == null) {
            builder.setRef(plan.refs().branch(), ages().branch(baseline));
        }
        return builder.build();
    }

    private void clearRange(long root) throws CommitOutcomeUnknown {
        Guard atRoot = guard().expecting(plan.refs().branch(), root);
        steps.take(
                PublishStep.CLEAR_RANGE,
                () -> new GuardedTable(table, atRoot)
                        .commit(
                                guarded -> guarded.newDelete()
                                        .deleteFromRowFilter(plan.range().expression(guarded.schema()))
                                        .toBranch(plan.refs().branch()),
                                plan.properties(CommitKind.CLEAR)));
        table.refresh();
    }

    @Override
    public void moveBaseline(long earlierBaselineSnapshotId) throws CommitOutcomeUnknown {
        table.refresh();
        new RangeInspection(table, plan.range()).requireNoStraddlingFiles(plan.baselineSnapshotId());
        tag().move(earlierBaselineSnapshotId);
    }

    @Override
    public void write(Consumer<Table> engine) throws CommitOutcomeUnknown {
        table.refresh();
        try {
            new GuardedTable(table, guard()).write(engine, manifestSize(history()));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    /**
     * The limit for merging manifests: at least the size of the newest manifest outside the range, so nothing fits into
     * it. Otherwise Iceberg would merge it with those of the first batches into one that spans the range, and every
     * later batch would have to open it.
     */
    private ManifestSize manifestSize(ShadowHistory history) {
        Set<Long> own = history.own().stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
        long outside = table.snapshot(history.head()).dataManifests(table.io()).stream()
                .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
                .filter(manifest -> !own.contains(manifest.snapshotId()))
                .mapToLong(ManifestFile::length)
                .findFirst()
                .orElse(0);
        return new ManifestSize(Math.max(outside, CHEAP_TO_OPEN));
    }

    @Override
    public long head() {
        table.refresh();
        return history().head();
    }

    @Override
    public long root() {
        table.refresh();
        return history().oldest(table);
    }

    @Override
    public Map<String, CommittedBatch> committedBatches() {
        table.refresh();
        return history().batches(plan);
    }

    @Override
    public void verifyBatch(Batch batch, CommittedBatch committed) {
        table.refresh();
        new BatchCheck(table, plan).verifyBesideMain(batch, committed);
    }

    private ShadowHistory history() {
        return ShadowHistory.read(table, plan)
                .orElseThrow(() ->
                        PublishError.shadowMissing(table.name(), plan.refs().branch()));
    }

    private Guard guard() {
        return Guard.of(plan.contract(), plan.id(), plan.epoch());
    }

    private BaselineTag tag() {
        return new BaselineTag(table, plan, clock, steps);
    }

    private RefAges ages() {
        return new RefAges(clock.instant(), plan.keepFor());
    }
}
