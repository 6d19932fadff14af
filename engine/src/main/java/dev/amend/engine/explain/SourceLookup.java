package dev.amend.engine.explain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SourceViews;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.ShownRow;
import dev.amend.reconciliation.input.MaskedRows;
import dev.amend.reconciliation.query.CastRules;
import dev.amend.specs.Batch;
import dev.amend.specs.Source;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.text.Identifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the rows of the declared sources that have a key's values, as the batch read them: at the pinned snapshot,
 * within the batch's bounds. A column of the key filters each source that has a column of the same name. Joins and
 * renamed columns of the transformation are not followed.
 */
final class SourceLookup {
    private final Lakehouse lakehouse;
    private final FrozenBackfill backfill;
    private final StructType target;

    /** @param target the columns that the key belongs to */
    SourceLookup(Lakehouse lakehouse, FrozenBackfill backfill, StructType target) {
        this.lakehouse = lakehouse;
        this.backfill = backfill;
        this.target = target;
    }

    /** Returns the evidence for each source, in the order of the specification. */
    List<SourceEvidence> find(SparkSession session, Batch batch, Map<String, Object> key) {
        return backfill.specification().sources().stream()
                .map(source -> find(session, source, batch, key))
                .toList();
    }

    private SourceEvidence find(SparkSession session, Source source, Batch batch, Map<String, Object> key) {
        Optional<String> problem = problem(source);
        if (problem.isPresent()) {
            return new SourceEvidence(
                    source.name(),
                    source.table(),
                    backfill.pin(source.name()),
                    bounds(source, batch),
                    List.of(),
                    List.of(),
                    0,
                    List.of(),
                    List.of(),
                    problem);
        }

        Dataset<Row> bounded = new SourceViews(backfill.specification().sources(), backfill.sourcePins())
                .rows(session, source, batch.range());
        Map<String, Column> filters = filters(bounded.schema(), key);
        Dataset<Row> rows = filters.values().stream().reduce(bounded, Dataset::where, (one, other) -> one);
        List<ShownRow> first = filters.isEmpty() ? List.of() : ShownRow.first(masked(rows), SourceEvidence.AT_MOST + 1);
        boolean complete = !filters.isEmpty() && first.size() <= SourceEvidence.AT_MOST;
        List<String> others = new ArrayList<>(key.keySet());
        others.removeAll(filters.keySet());
        return new SourceEvidence(
                source.name(),
                source.table(),
                backfill.pin(source.name()),
                bounds(source, batch),
                List.copyOf(filters.keySet()),
                others,
                complete ? first.size() : rows.count(),
                List.of(bounded.columns()),
                first.stream().limit(SourceEvidence.AT_MOST).toList(),
                Optional.empty());
    }

    private Dataset<Row> masked(Dataset<Row> rows) {
        return new MaskedRows(backfill.specification().target()).ofSource(rows, List.of(target.fieldNames()));
    }

    /** Returns why a source can't be read: only its own expiry keeps its snapshot, so it may be gone. */
    private Optional<String> problem(Source source) {
        long pin = backfill.pin(source.name());
        try {
            return lakehouse.table(source.table()).snapshot(pin) == null
                    ? Optional.of("snapshot %d was expired".formatted(pin))
                    : Optional.empty();
        } catch (AmendException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> bounds(Source source, Batch batch) {
        return source.partitionKey()
                .map(key -> batch.range()
                        .widened(source.lookback(), source.lookahead())
                        .toString());
    }

    private Map<String, Column> filters(StructType source, Map<String, Object> key) {
        Map<String, Column> filters = new LinkedHashMap<>();
        key.forEach((name, value) -> Arrays.stream(source.fields())
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .flatMap(field -> filter(field, target.apply(name), value))
                .ifPresent(filter -> filters.put(name, filter)));
        return filters;
    }

    /** Compares the source's value after a cast to the target's type, so a timestamp matches its day. */
    private static Optional<Column> filter(StructField source, StructField target, Object value) {
        Column column = col(Identifier.quoted(source.name()));
        if (source.dataType().equals(target.dataType())) {
            return Optional.of(column.equalTo(lit(value)));
        }
        return CastRules.allow(source.dataType(), target.dataType())
                ? Optional.of(column.try_cast(target.dataType()).equalTo(lit(value)))
                : Optional.empty();
    }
}
