package dev.amend.reconciliation.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.amend.reconciliation.query.Lineage;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.specs.Target;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of a user's query for display: values computed from a sensitive column are masked, under any name. */
public final class MaskedRows {
    private final Target target;

    public MaskedRows(Target target) {
        this.target = target;
    }

    /** The same rows with the same column names. */
    public Dataset<Row> of(Dataset<Row> rows) {
        Set<Integer> hidden = target.sensitive().isEmpty() ? Set.of() : Lineage.of(rows, target::isSensitive);
        return hidden.isEmpty() ? rows : masked(rows, hidden);
    }

    /**
     * Rows of a source: only columns with the name of a column of the target are shown, since nobody declared which of
     * the others have the same values as a sensitive one.
     *
     * @param targetColumns the names of all columns of the target
     */
    public Dataset<Row> ofSource(Dataset<Row> rows, Collection<String> targetColumns) {
        if (target.sensitive().isEmpty()) {
            return rows;
        }
        String[] names = rows.columns();
        return masked(
                rows,
                IntStream.range(0, names.length)
                        .filter(i -> target.isSensitive(names[i])
                                || targetColumns.stream().noneMatch(names[i]::equalsIgnoreCase))
                        .boxed()
                        .collect(Collectors.toSet()));
    }

    /** Masks by position, since names may occur twice. */
    private static Dataset<Row> masked(Dataset<Row> rows, Set<Integer> hidden) {
        String[] names = rows.columns();
        String[] places =
                IntStream.range(0, names.length).mapToObj(i -> "c" + i).toArray(String[]::new);
        Column[] shown = IntStream.range(0, names.length)
                .mapToObj(i -> (hidden.contains(i) ? mask(col(places[i])) : col(places[i])).as(names[i]))
                .toArray(Column[]::new);
        return rows.toDF(places).select(shown);
    }

    private static Column mask(Column column) {
        return when(column.isNotNull(), lit(Mask.TEXT));
    }
}
