package dev.amend.reconciliation;

import static org.apache.spark.sql.functions.expr;

import dev.amend.reconciliation.checks.CheckedSql;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.KeyValues;
import dev.amend.reconciliation.input.MaskedRows;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.reconciliation.input.Sides;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.pairs.ComparisonPlan;
import dev.amend.reconciliation.pairs.KeptRow;
import dev.amend.reconciliation.pairs.LoneRow;
import dev.amend.reconciliation.pairs.MovedRows;
import dev.amend.reconciliation.pairs.PairJob;
import dev.amend.reconciliation.pairs.PairSource;
import dev.amend.reconciliation.pairs.PairTally;
import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Looks up one key: reads its rows, and compares it with the same statement as its batch, so that class, rule and
 * columns match the report. Both sides are read by snapshot id. The target must have a key.
 */
public final class KeyLookup {
    private final SparkSession session;
    private final Specification specification;
    private final PairSource source;

    /** @param session a session that no other thread uses */
    public KeyLookup(SparkSession session, Specification specification) {
        this(session, specification, PairSources.found());
    }

    KeyLookup(SparkSession session, Specification specification, PairSource source) {
        this.session = session;
        this.specification = specification;
        this.source = source;
    }

    /** The partitions of the range in which the baseline has rows of a key. */
    public SortedSet<Long> partitionsBefore(long snapshot, Map<String, Object> key) {
        return partitions(TableHistory.ofTarget(session, specification).at(snapshot), key);
    }

    /** The partitions of the range in which the shadow has rows of a key. */
    public SortedSet<Long> partitionsAfter(long snapshot, Map<String, Object> key) {
        return partitions(TableHistory.ofShadow(session, specification).at(snapshot), key);
    }

    /** The rows of a key in the baseline. */
    public KeySide before(long snapshot, Batch batch, Map<String, Object> key) {
        return side(TableHistory.ofTarget(session, specification).at(snapshot), batch, key);
    }

    /**
     * Compares a key between baseline and shadow.
     *
     * @param input a batch that is in the shadow
     * @param key a value of the column's type for each column of the key
     * @throws dev.amend.specs.error.AmendException if Spark can't process an expression of the specification
     */
    public KeyComparison compare(BatchInput input, Map<String, Object> key) {
        long shadow = input.newRows().fold(NewRows.InShadow::snapshotId, view -> {
            throw new IllegalArgumentException("Rows that were not written are in no shadow");
        });
        ComparisonPlan plan = ComparisonPlan.of(specification, Sides.of(session, specification, input.newRows()));
        return BatchGroup.of(input).scale().run(session, () -> compare(plan, input, shadow, key));
    }

    private KeyComparison compare(ComparisonPlan plan, BatchInput input, long shadow, Map<String, Object> key) {
        KeyValues values = KeyValues.of(key);
        PairTally tally = tally(plan, input, values);
        Optional<KeptRow> different = tally.picks().samples().stream().findFirst();
        Optional<LoneRow> moved = tally.loneRows().stream()
                .findFirst()
                .flatMap(lone -> counterpart(plan, input, values.without(partitionKey()), lone));
        return new KeyComparison(
                moved.map(row -> RowClass.MOVED)
                        .or(() -> different.map(KeptRow::rowClass))
                        .or(() -> sameIfAnywhere(tally)),
                different
                        .filter(row -> row.rowClass() != RowClass.DUPLICATE)
                        .map(row -> ruleOf(row, moved))
                        .filter(rule -> rule >= 0)
                        .map(rule -> plan.layout().rules().get(rule)),
                different.map(row -> differing(plan, row)).orElse(Set.of()),
                moved.map(row -> plan.unit().format(row.partition())),
                before(input.baselineSnapshot(), input.batch(), key),
                side(TableHistory.ofShadow(session, specification).at(shadow), input.batch(), key));
    }

    private PairTally tally(ComparisonPlan plan, BatchInput input, KeyValues only) {
        return CheckedSql.of(session, specification, input)
                .call(() -> PairJob.run(source, session, plan, BatchGroup.of(input), only))
                .tallies()
                .inCellOf(input.batch().range().start());
    }

    /**
     * The counterpart of a lone row in another partition, as {@link MovedRows} finds it in the whole batch. It exists
     * only if the partition is a part of the key, but not all of it.
     */
    private Optional<LoneRow> counterpart(ComparisonPlan plan, BatchInput input, KeyValues rest, LoneRow lone) {
        PairTally alike = tally(plan, input, rest);
        return MovedRows.find(alike).containsKey(lone.keyHash())
                ? alike.loneRows().stream()
                        .filter(row -> row.identity().equals(lone.identity()) && row.rowClass() != lone.rowClass())
                        .findFirst()
                : Optional.empty();
    }

    /** A moved row is explained by the rule of its new side. */
    private static int ruleOf(KeptRow row, Optional<LoneRow> moved) {
        return moved.filter(other -> other.rowClass() == RowClass.ADDED)
                .map(LoneRow::rule)
                .orElse(row.rule());
    }

    private static Optional<RowClass> sameIfAnywhere(PairTally tally) {
        boolean there = tally.partitions().values().stream().anyMatch(partition -> partition.count(RowClass.SAME) > 0);
        return there ? Optional.of(RowClass.SAME) : Optional.empty();
    }

    private static Set<String> differing(ComparisonPlan plan, KeptRow row) {
        return row.rowClass() == RowClass.ADDED || row.rowClass() == RowClass.REMOVED
                ? Set.of()
                : row.cells().stream()
                        .map(cell ->
                                plan.columns().compared().get(cell.column()).name())
                        .collect(Collectors.toSet());
    }

    private SortedSet<Long> partitions(Dataset<Row> rows, Map<String, Object> key) {
        TargetColumns columns = TargetColumns.of(specification, rows.schema());
        Collection<Row> ordinals = columns.partitionColumn()
                .rows(rows, specification.sourceRange().range())
                .where(KeyValues.of(key).condition())
                .select(expr(columns.ordinal()))
                .distinct()
                .collectAsList();
        return ordinals.stream().map(row -> row.getLong(0)).collect(Collectors.toCollection(TreeSet::new));
    }

    private KeySide side(Dataset<Row> table, Batch batch, Map<String, Object> key) {
        TargetColumns columns = TargetColumns.of(specification, table.schema());
        Dataset<Row> rows = columns.partitionColumn()
                .rows(table, batch.range())
                .where(KeyValues.of(key).condition());
        List<ShownRow> first = ShownRow.first(new MaskedRows(specification.target()).of(rows), KeySide.AT_MOST + 1);
        return new KeySide(
                Arrays.asList(table.columns()),
                first.size() > KeySide.AT_MOST ? rows.count() : first.size(),
                first.stream().limit(KeySide.AT_MOST).toList());
    }

    private String partitionKey() {
        return specification.target().partitionKey();
    }
}
