package dev.amend.publish.shadow;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.GuardedTable;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishStep;
import java.time.Clock;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** The tag on the target that keeps the old data. */
public final class BaselineTag {
    private final Table table;
    private final ShadowPlan plan;
    private final Clock clock;
    private final AnnouncedSteps steps;

    public BaselineTag(Table table, ShadowPlan plan, Clock clock, AnnouncedSteps steps) {
        this.table = table;
        this.plan = plan;
        this.clock = clock;
        this.steps = steps;
    }

    /** Creates only the tag, if it does not exist. */
    public void create() throws CommitOutcomeUnknown {
        take(PublishStep.CREATE_REFS, Guard.of(plan.contract(), plan.id(), plan.epoch()), base -> {
            TableMetadata.Builder builder = TableMetadata.buildFrom(base);
            addTo(builder, base);
            return builder.build();
        });
    }

    /**
     * Adds the tag to a change of refs, unless it exists.
     *
     * @return the baseline
     */
    Snapshot addTo(TableMetadata.Builder builder, TableMetadata base) {
        SnapshotRef tag = base.ref(name());
        if (tag != null) {
            requireAt(tag, plan.baselineSnapshotId());
        }

        Snapshot baseline = baseline(base);
        if (tag == null) {
            builder.setRef(name(), ages(clock.instant()).tag(baseline));
        }
        return baseline;
    }

    /** Moves the tag to the plan's baseline. */
    public void move(long earlierBaselineSnapshotId) throws CommitOutcomeUnknown {
        take(
                PublishStep.MOVE_BASELINE,
                Guard.of(plan.contract(), plan.id(), plan.epoch()),
                base -> moved(base, earlierBaselineSnapshotId));
    }

    private TableMetadata moved(TableMetadata base, long from) {
        SnapshotRef tag = base.ref(name());
        if (tag != null && tag.snapshotId() == plan.baselineSnapshotId()) {
            return base;
        }

        if (tag != null) {
            requireAt(tag, from);
        }
        return TableMetadata.buildFrom(base)
                .setRef(name(), ages(clock.instant()).tag(baseline(base)))
                .build();
    }

    /**
     * Counts the tag's age from the publication. This must also work after the schema or the partition spec changed.
     */
    public void extend(Instant publishedAt) throws CommitOutcomeUnknown {
        Guard guard = Guard.of(plan.contract().asNow(table), plan.id(), plan.epoch());
        take(
                PublishStep.EXTEND_BASELINE,
                guard,
                base -> base.snapshot(plan.baselineSnapshotId()) == null
                        ? base
                        : TableMetadata.buildFrom(base)
                                .setRef(name(), ages(publishedAt).tag(baseline(base)))
                                .build());
    }

    private void take(PublishStep step, Guard guard, UnaryOperator<TableMetadata> change) throws CommitOutcomeUnknown {
        try {
            steps.take(step, () -> new GuardedTable(table, guard).change(change));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
        table.refresh();
    }

    private Snapshot baseline(TableMetadata base) {
        Snapshot baseline = base.snapshot(plan.baselineSnapshotId());
        if (baseline == null) {
            throw PublishError.baselineGone(table.name(), plan.baselineSnapshotId());
        }
        return baseline;
    }

    private void requireAt(SnapshotRef tag, long snapshotId) {
        if (tag.snapshotId() != snapshotId) {
            throw PublishError.refTaken(table.name(), name(), snapshotId, tag.snapshotId());
        }
    }

    private String name() {
        return plan.refs().baselineTag();
    }

    private RefAges ages(Instant from) {
        return new RefAges(from, plan.keepFor());
    }
}
