package dev.amend.engine.publish;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.TableRows;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlanRecords;
import dev.amend.engine.plan.Planner;
import dev.amend.engine.publishingmode.PublishingMode;
import dev.amend.publish.branch.Compaction;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.range.TableRange;
import dev.amend.publish.shadow.RefAges;
import dev.amend.reconciliation.finding.SchemaChange;
import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Source;
import dev.amend.specs.error.AmendException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Takes up drift: pins again, and makes only the touched batches due. Batches next to partitions outside the range that
 * others changed are compared again, not built again.
 */
public final class Rebase {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final RunJournal journal;
    private final long epoch;
    private final PlanRecords records;
    private final Clock clock;

    public Rebase(
            Lakehouse lakehouse,
            FrozenBackfill backfill,
            RunJournal journal,
            long epoch,
            PlanRecords records,
            Clock clock) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.journal = journal;
        this.epoch = epoch;
        this.records = records;
        this.clock = clock;
    }

    /**
     * The outcome of a rebase.
     *
     * @param due the batches that are due again, each with the reason
     * @param filled the target's columns that the transform does not return, since they were added after it was frozen
     * @param warnings sentences about sources that cannot be held
     */
    public record Outcome(Map<String, String> due, List<String> filled, List<String> warnings) {

        public Outcome {
            due = Collections.unmodifiableMap(new LinkedHashMap<>(due));
            filled = List.copyOf(filled);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Rebases. Batches are marked before the new plan is recorded, so a crash in between rebuilds too much, never too
     * little.
     *
     * @return what is due again, and what is taken up
     * @throws dev.amend.specs.error.AmendException if the target has a publication that the journal does not know of
     */
    public Outcome rebase() throws CommitOutcomeUnknown {
        requireUnpublished();
        Plan plan = planAgain();
        Map<String, String> touched = touched(plan);

        if (journal.journal().status().state() != BackfillState.RUNNING) {
            journal.transition(BackfillState.RUNNING, "rebase");
        }
        for (BatchRecord batch : journal.journal().batches()) {
            if (touched.containsKey(batch.id())) {
                String reason = touched.get(batch.id());
                journal.record(batch.dueAgain(reason), "rebase: " + reason);
            } else if (batch.state() == BatchState.RECONCILED && isOtherBeside(batch, plan)) {
                journal.record(batch.toCompareAgain(), "rebase: partitions next to the range changed");
            }
        }

        PlanRecord next = records.of(
                backfill.specification(), plan, clock.instant(), backfill.plan().generation() + 1);
        journal.record(next, "rebase");
        FrozenBackfill rebased = new FrozenBackfill(backfill.specification(), next);
        moveBaseline(rebased);
        List<String> notHeld = rebased.heldSources(lakehouse)
                .hold(new RefAges(
                        clock.instant(), backfill.specification().rollback().keepFor()));
        journal.transition(BackfillState.PAUSED, "rebased; %d batch(es) are due".formatted(touched.size()));
        return new Outcome(touched, next.filled(), notHeld);
    }

    private Plan planAgain() {
        try {
            return new Planner(lakehouse).planAgain(backfill);
        } catch (AmendException e) {
            List<String> changes = changedColumns();
            throw changes.isEmpty()
                    ? e
                    : ReleaseCode.columnsChanged(
                            backfill.id(), backfill.specification().target().table(), changes, e);
        }
    }

    private List<String> changedColumns() {
        Table table = target();
        Schema planned = table.schemas().getOrDefault(backfill.plan().schemaId(), table.schema());
        SchemaChange change = SchemaChange.between(planned, table.schema());
        return Stream.of(change.breaks(), change.additions(), change.promotions())
                .flatMap(List::stream)
                .toList();
    }

    /** Requires no publication: our own unrecorded commit of an interrupted one would look like drift. */
    private void requireUnpublished() {
        Table table = target();
        Snapshot published = table.snapshot(backfill.refs().publishedTag());
        if (published != null && table.snapshot(backfill.refs().rolledBackTag()) == null) {
            throw ReleaseCode.rebaseOfPublished(backfill.id(), table.name(), published.snapshotId());
        }
        PublishingMode.of(lakehouse, backfill, clock).published(backfill.refs()).ifPresent(found -> {
            throw ReleaseCode.rebaseOfPublished(backfill.id(), found.where(), found.snapshotId());
        });
        journal.journal().openCommit().ifPresent(intent -> journal.settle(CommitIntent.Phase.WITHDRAWN));
    }

    private void moveBaseline(FrozenBackfill rebased) throws CommitOutcomeUnknown {
        Table table = target();
        long tagged = Lakehouse.snapshotAt(table, backfill.refs().baselineTag());
        PublishingMode.of(lakehouse, rebased, clock)
                .shadow(rebased.shadowPlan(epoch))
                .moveBaseline(tagged);
    }

    private Map<String, String> touched(Plan plan) {
        Table table = target();
        long baseline = Lakehouse.snapshotAt(table, backfill.refs().baselineTag());
        Map<String, String> touched = new LinkedHashMap<>();
        mark(
                touched,
                backfill.specification().target().table().toString(),
                targetChanges(table, baseline, plan.baselineSnapshotId()),
                0,
                0);

        for (Source source : backfill.specification().sources()) {
            long before = backfill.pin(source.name());
            long after = plan.pin(source.name());
            if (before != after) {
                markSource(touched, source, before, after);
            }
        }
        return touched;
    }

    /** Excludes files that were only rewritten: they have the rows that the batches were compared with. */
    private List<RangeChange> targetChanges(Table table, long before, long after) {
        RangeInspection range = new RangeInspection(table, backfill.range());
        TableRows rows = TableRows.ofTarget(lakehouse, backfill.specification());
        return new Compaction(backfill.range(), range, rows).otherChanges(before, after);
    }

    private void markSource(Map<String, String> touched, Source source, long before, long after) {
        if (source.partitionKey().isEmpty()) {
            markAll(touched, source.table() + " changed, and is read whole");
            return;
        }
        if (lakehouse.table(source.table()).snapshot(before) == null) {
            markAll(
                    touched,
                    "others expired snapshot %d of %s, which it was built from".formatted(before, source.table()));
            return;
        }

        List<PartitionRange> read = new ArrayList<>();
        read.add(backfill.specification().sourceRange().range().widened(source.lookback(), source.lookahead()));
        List<RangeChange> changes = new RangeInspection(
                        lakehouse.table(source.table()),
                        new TableRange(source.partitionKey().get(), read))
                .changes(before, after);
        mark(touched, source.table().toString(), changes, source.lookback(), source.lookahead());
    }

    private void markAll(Map<String, String> touched, String reason) {
        backfill.specification().batches().forEach(batch -> touched.putIfAbsent(batch.id(), reason));
    }

    /** Returns whether partitions next to the range changed, as consumers would see them now. */
    private boolean isOtherBeside(BatchRecord batch, Plan plan) {
        List<Long> beside = backfill.specification().sourceRange().untouchedBeside(backfill.batch(batch.id()));
        if (beside.isEmpty()) {
            return false;
        }
        Table table = target();
        long before = Lakehouse.snapshotAt(table, backfill.refs().baselineTag());
        return !new RangeInspection(table, backfill.range().only(new TreeSet<>(beside)))
                .isSame(before, plan.baselineSnapshotId());
    }

    private void mark(
            Map<String, String> touched, String table, List<RangeChange> changes, int lookback, int lookahead) {
        for (RangeChange change : changes) {
            for (Batch batch : backfill.specification().batches()) {
                PartitionRange read = batch.range().widened(lookback, lookahead);
                change.partitions().stream()
                        .filter(read::contains)
                        .findFirst()
                        .ifPresent(partition -> touched.putIfAbsent(
                                batch.id(),
                                "%s changed in %s (%s by %s)"
                                        .formatted(
                                                table,
                                                read.unit().format(partition),
                                                change.operation(),
                                                change.engine())));
            }
        }
    }

    private Table target() {
        return lakehouse.table(backfill.specification().target().table());
    }
}
