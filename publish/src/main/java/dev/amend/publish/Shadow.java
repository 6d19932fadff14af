package dev.amend.publish;

import dev.amend.publish.commit.CommitKind;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Guard;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.publish.commit.GuardedTable;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.publish.range.RangeInspection;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** The branch of the target on which a backfill builds corrected data, and the tag that keeps the old. */
public final class Shadow {
    private final Table table;
    private final ShadowPlan plan;
    private final Clock clock;
    private final Steps steps;

    public Shadow(Table table, ShadowPlan plan, Clock clock, PublishListener listener) {
        this.table = table;
        this.plan = plan;
        this.clock = clock;
        this.steps = new Steps(listener);
    }

    /**
     * Creates tag and branch at the baseline in one commit, and clears the range on the branch. What is there already
     * stays.
     *
     * @throws dev.amend.specs.AmendException if a ref of that name is elsewhere, or files straddle the range
     */
    public void prepare() throws CommitOutcomeUnknown {
        table.refresh();
        new RangeInspection(table, plan.range()).requireNoStraddlingFiles(plan.baselineSnapshotId());

        try {
            steps.take(PublishStep.CREATE_REFS, () -> new GuardedTable(table, guard()).change(this::withRefs));
            table.refresh();
            if (!history().cleared()) {
                clearRange();
            }
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }

    private TableMetadata withRefs(TableMetadata base) {
        Snapshot baseline = base.snapshot(plan.baselineSnapshotId());
        SnapshotRef tag = base.ref(plan.refs().baselineTag());
        SnapshotRef branch = base.ref(plan.refs().branch());
        if (tag != null) {
            requireAt(plan.refs().baselineTag(), tag, plan.baselineSnapshotId());
        }

        if (baseline == null) {
            throw PublishError.baselineGone(table.name(), plan.baselineSnapshotId());
        }

        TableMetadata.Builder builder = TableMetadata.buildFrom(base);
        if (tag == null) {
            builder.setRef(plan.refs().baselineTag(), ages().tag(baseline));
        }
        if (branch == null) {
            builder.setRef(plan.refs().branch(), ages().branch(baseline));
        }
        return builder.build();
    }

    private void requireAt(String name, SnapshotRef ref, long snapshotId) {
        if (ref.snapshotId() != snapshotId) {
            throw PublishError.refTaken(table.name(), name, snapshotId, ref.snapshotId());
        }
    }

    private void clearRange() throws CommitOutcomeUnknown {
        Guard atBaseline = guard().expecting(plan.refs().branch(), plan.baselineSnapshotId());
        steps.take(
                PublishStep.CLEAR_RANGE,
                () -> new GuardedTable(table, atBaseline)
                        .commit(
                                guarded -> guarded.newDelete()
                                        .deleteFromRowFilter(plan.range().expression(guarded.schema()))
                                        .toBranch(plan.refs().branch()),
                                properties(CommitKind.CLEAR)));
        table.refresh();
    }

    /** Moves the baseline tag from an earlier baseline to the plan's, after drift. Batches on the branch stay. */
    public void moveBaseline(long earlierBaselineSnapshotId) throws CommitOutcomeUnknown {
        table.refresh();
        new RangeInspection(table, plan.range()).requireNoStraddlingFiles(plan.baselineSnapshotId());

        try {
            steps.take(
                    PublishStep.MOVE_BASELINE,
                    () -> new GuardedTable(table, guard())
                            .change(base -> withBaselineMoved(base, earlierBaselineSnapshotId)));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
        table.refresh();
    }

    private TableMetadata withBaselineMoved(TableMetadata base, long from) {
        String name = plan.refs().baselineTag();
        SnapshotRef tag = base.ref(name);
        if (tag != null && tag.snapshotId() == plan.baselineSnapshotId()) {
            return base;
        }

        if (tag != null) {
            requireAt(name, tag, from);
        }

        Snapshot baseline = base.snapshot(plan.baselineSnapshotId());
        if (baseline == null) {
            throw PublishError.baselineGone(table.name(), plan.baselineSnapshotId());
        }
        return TableMetadata.buildFrom(base).setRef(name, ages().tag(baseline)).build();
    }

    /** The branch's latest snapshot. */
    public long head() {
        table.refresh();
        return history().head();
    }

    /** The batches on the branch by id, in the order in which they were committed; the latest commit of each. */
    public Map<String, CommittedBatch> committedBatches() {
        table.refresh();
        return history().batches(plan);
    }

    /** What the commit of a batch must carry in its summary. */
    public Map<String, String> batchProperties(Batch batch, int attempt, String pins) {
        Map<String, String> properties = properties(CommitKind.BATCH);
        properties.put(SummaryKeys.BATCH, batch.id());
        properties.put(SummaryKeys.ATTEMPT, Integer.toString(attempt));
        properties.put(SummaryKeys.PINS, pins);
        return Map.copyOf(properties);
    }

    private Map<String, String> properties(CommitKind kind) {
        Map<String, String> properties = new HashMap<>();
        properties.put(SummaryKeys.BACKFILL_ID, plan.id().value());
        properties.put(SummaryKeys.KIND, kind.key());
        properties.put(SummaryKeys.EPOCH, Long.toString(plan.epoch()));
        properties.put(SummaryKeys.SPEC_DIGEST, plan.specDigest());
        properties.put(SummaryKeys.CODE_VERSION, plan.codeVersion());
        return properties;
    }

    /**
     * Checks a batch's commit by metadata: it touched only files of the batch's partitions and added no delete files,
     * and main has none of the backfill's batches.
     *
     * @throws dev.amend.specs.AmendException if not
     */
    public void verifyBatch(Batch batch, CommittedBatch committed) {
        table.refresh();
        new BatchCheck(table, plan).verify(batch, committed);
    }

    private ShadowHistory history() {
        return ShadowHistory.read(table, plan)
                .orElseThrow(() ->
                        PublishError.shadowMissing(table.name(), plan.refs().branch()));
    }

    private Guard guard() {
        return Guard.of(plan.contract(), plan.id(), plan.epoch());
    }

    private RefAges ages() {
        return new RefAges(clock.instant(), plan.keepFor());
    }
}
