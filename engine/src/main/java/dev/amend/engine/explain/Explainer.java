package dev.amend.engine.explain;

import dev.amend.engine.explain.Explanation.OfBatch;
import dev.amend.engine.explain.Explanation.SnapshotAt;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.RedactingQueries;
import dev.amend.engine.lakehouse.TargetSchema;
import dev.amend.engine.lakehouse.TransformQuery;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.KeyComparison;
import dev.amend.reconciliation.KeyLookup;
import dev.amend.reconciliation.KeySide;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.specs.Batch;
import dev.amend.specs.SourceRange;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Explains one row: its key in the baseline, in the shadow's commit of its batch, and in the pinned sources. It ignores
 * what consumers read now, takes no lease and writes nothing.
 */
public final class Explainer {
    /** The largest number of batches that are shown for a key without its partition. */
    static final int MOST_BATCHES = 5;

    private static final String NEW_DATA = "the new data";

    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final Specification specification;
    private final BackfillState state;
    private final Map<String, BatchRecord> records;
    private final SparkSession session;
    private final KeyLookup lookup;

    public Explainer(Lakehouse lakehouse, FrozenBackfill backfill, Journal journal) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.specification = backfill.specification();
        this.state = journal.status().state();
        this.records = journal.batches().stream().collect(Collectors.toMap(BatchRecord::id, Function.identity()));
        this.session = lakehouse.newSession();
        this.lookup = new KeyLookup(session, specification);
    }

    /**
     * Explains a row.
     *
     * @param key as the user typed it, one text for each use of the option
     * @throws AmendException if it is not a key of the range, or a snapshot is gone
     */
    public Explanation explain(List<String> key) {
        return RedactingQueries.ask(specification.target(), "explain a row of " + backfill.id(), () -> explained(key));
    }

    private Explanation explained(List<String> key) {
        TableId table = specification.target().table();
        Snapshot baseline = snapshot(table, backfill.baselineSnapshotId(), "the old data");
        StructType schema = TableHistory.ofTarget(session, specification)
                .at(baseline.snapshotId())
                .schema();
        AskedKey asked = AskedKey.read(specification, schema, key);
        List<Batch> batches = batches(asked);
        SourceLookup sources = new SourceLookup(lakehouse, backfill, schema);
        return new Explanation(
                asked,
                at(baseline),
                batches.stream()
                        .limit(MOST_BATCHES)
                        .map(batch -> explain(batch, asked, sources))
                        .toList(),
                Math.max(0, batches.size() - MOST_BATCHES));
    }

    private OfBatch explain(Batch batch, AskedKey key, SourceLookup sources) {
        BatchRecord record = record(batch);
        Optional<Snapshot> shadow = record.snapshotId()
                .map(id -> snapshot(specification.shadowTable(), id, NEW_DATA + " of batch " + batch.id()));
        Optional<KeyComparison> comparison = shadow.map(commit -> lookup.compare(input(batch, commit), key.values()));
        KeySide before = comparison
                .map(KeyComparison::before)
                .orElseGet(() -> lookup.before(backfill.baselineSnapshotId(), batch, key.values()));
        return new OfBatch(
                batch,
                record,
                shadow.map(Explainer::at),
                before,
                comparison,
                sources.find(session, batch, key.values()));
    }

    private BatchRecord record(Batch batch) {
        return records.getOrDefault(batch.id(), BatchRecord.due(batch.id()));
    }

    private BatchInput input(Batch batch, Snapshot commit) {
        TargetSchema columns =
                TargetSchema.of(session, specification, backfill.plan().filled());
        return new BatchInput(
                batch,
                backfill.baselineSnapshotId(),
                new NewRows.InShadow(commit.snapshotId()),
                new TransformQuery(specification, columns, backfill.plan().startedAt()).parameters(batch),
                backfill.plan().batches().stream()
                        .filter(planned -> planned.id().equals(batch.id()))
                        .mapToLong(PlanRecord.PlannedBatch::bytes)
                        .sum());
    }

    private List<Batch> batches(AskedKey key) {
        SourceRange range = specification.sourceRange();
        key.partition().filter(ordinal -> !range.contains(ordinal)).ifPresent(ordinal -> {
            String partition = range.unit().format(ordinal);
            throw range.range().contains(ordinal)
                    ? ExplainCode.excluded(backfill.id(), partition)
                    : ExplainCode.outside(backfill.id(), partition, range);
        });
        Set<Long> partitions = key.partition().map(ordinal -> Set.of(ordinal)).orElseGet(() -> found(key));
        return specification.batches().stream()
                .filter(batch -> partitions.stream().anyMatch(batch.range()::contains))
                .sorted(Comparator.comparing(batch -> batch.range().start()))
                .toList();
    }

    /** The partitions that contain the key: in the baseline, and in the built batches of the shadow. */
    private Set<Long> found(AskedKey key) {
        Set<Long> partitions = new HashSet<>(lookup.partitionsBefore(backfill.baselineSnapshotId(), key.values()));
        newestCommit()
                .ifPresent(commit -> lookup.partitionsAfter(commit.snapshotId(), key.values()).stream()
                        .filter(this::isBuilt)
                        .forEach(partitions::add));
        return partitions;
    }

    /** The newest commit, which has the commits of all other batches before it. */
    private Optional<Snapshot> newestCommit() {
        List<Long> commits = records.values().stream()
                .flatMap(record -> record.snapshotId().stream())
                .toList();
        if (commits.isEmpty()) {
            return Optional.empty();
        }
        Table shadow = table(specification.shadowTable(), commits.get(0), NEW_DATA);
        return commits.stream()
                .map(id -> snapshot(shadow, specification.shadowTable(), id, NEW_DATA))
                .max(Comparator.comparingLong(Snapshot::sequenceNumber).thenComparing(Snapshot::timestampMillis));
    }

    private boolean isBuilt(long ordinal) {
        return specification.batches().stream()
                .filter(batch -> batch.range().contains(ordinal))
                .anyMatch(batch -> record(batch).snapshotId().isPresent());
    }

    private Snapshot snapshot(TableId id, long snapshotId, String what) {
        return snapshot(table(id, snapshotId, what), id, snapshotId, what);
    }

    private Snapshot snapshot(Table table, TableId id, long snapshotId, String what) {
        return Optional.ofNullable(table.snapshot(snapshotId))
                .orElseThrow(() -> ExplainCode.snapshotGone(backfill.id(), state, id, snapshotId, what));
    }

    /** Loads a table; a separate shadow table is deleted as a whole at retirement. */
    private Table table(TableId id, long snapshotId, String what) {
        try {
            return lakehouse.table(id);
        } catch (AmendException e) {
            if (state == BackfillState.RETIRED && id.equals(specification.shadowTable())) {
                throw ExplainCode.snapshotGone(backfill.id(), state, id, snapshotId, what);
            }
            throw e;
        }
    }

    private static SnapshotAt at(Snapshot snapshot) {
        return new SnapshotAt(snapshot.snapshotId(), Instant.ofEpochMilli(snapshot.timestampMillis()));
    }
}
