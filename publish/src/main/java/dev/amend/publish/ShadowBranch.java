package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Guard;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.publish.commit.GuardedTable;
import dev.amend.publish.commit.ManifestSize;
import dev.amend.publish.range.RangeInspection;
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

/** The branch of the target on which a backfill builds corrected data, and the tag that keeps the old. */
public final class ShadowBranch implements Shadow {
    /** Bytes of a manifest, so that many small batches do not leave a manifest each. */
    private static final long CHEAP_TO_OPEN = 1 << 20;

    private final Table table;
    private final ShadowPlan plan;
    private final Clock clock;
    private final Steps steps;

    public ShadowBranch(Table table, ShadowPlan plan, Clock clock, PublishListener listener) {
        this.table = table;
        this.plan = plan;
        this.clock = clock;
        this.steps = new Steps(listener);
    }

    /** Creates tag and branch at the baseline in one commit, and clears the range on the branch. */
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
     * Iceberg would merge the newest manifest outside of the range with those of the first batches, into one that every
     * later batch has to open since it spans the range. As large as it is already, nothing more fits in.
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
