package dev.amend.reconciliation;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.amend.reconciliation.checks.BatchViews;
import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.input.TableHistory;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The differences between two builds of the same partitions of a table with a key.
 *
 * @param rows the number of rows that differ by more than the declared tolerances
 * @param columns the names of the columns in which these rows differ; columns with a tolerance are left out
 * @param floating the names of those that hold floating-point numbers
 */
public record BuildDifference(long rows, List<String> columns, List<String> floating) {

    public BuildDifference {
        columns = List.copyOf(columns);
        floating = List.copyOf(floating);
    }

    /**
     * Compares two builds in one job.
     *
     * @param session a session in which the views {@code old}, {@code new} and {@code changes} may be registered
     * @param first the snapshot of the first build
     * @param second the snapshot of the second build
     */
    public static BuildDifference between(
            SparkSession session, Specification specification, long first, long second, PartitionRange range) {
        Dataset<Row> before = TableHistory.ofTarget(session, specification).at(first);
        TargetColumns columns = TargetColumns.of(specification, before.schema());
        new BatchViews(specification, columns)
                .register(
                        session,
                        before,
                        TableHistory.ofTarget(session, specification).at(second),
                        List.of(range));

        List<Column> exact = columns.compared().stream()
                .filter(column -> !specification.validation().tolerance().containsKey(column.name()))
                .toList();
        return of(exact, counted(session.table("changes"), exact));
    }

    private static Row counted(Dataset<Row> changes, List<Column> columns) {
        return changes.agg(
                        count(lit(1)),
                        columns.stream()
                                .map(column -> expr("count_if(class = 'changed' and not (%s <=> %s))"
                                        .formatted(side(column, "old"), side(column, "new"))))
                                .toArray(org.apache.spark.sql.Column[]::new))
                .head();
    }

    private static String side(Column column, String side) {
        return column.signature(side + "." + column.quoted());
    }

    private static BuildDifference of(List<Column> columns, Row counts) {
        List<Column> differing = IntStream.range(0, columns.size())
                .filter(i -> counts.getLong(i + 1) > 0)
                .mapToObj(columns::get)
                .toList();
        return new BuildDifference(
                counts.getLong(0),
                names(differing.stream()),
                names(differing.stream().filter(Column::isFloating)));
    }

    private static List<String> names(Stream<Column> columns) {
        return columns.map(Column::name).toList();
    }
}
