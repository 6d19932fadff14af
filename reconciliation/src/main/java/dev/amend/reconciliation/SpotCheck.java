package dev.amend.reconciliation;

import static org.apache.spark.sql.functions.expr;

import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.input.TargetColumns;
import dev.amend.reconciliation.sql.Mask;
import dev.amend.reconciliation.sql.SqlTemplate;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Compares stored rows with the same rows derived again, by SHA-256 (FIPS 180-4). Rows are drawn by the hash of their
 * key, so both sides draw the same ones. If the transform groups by the key, Spark drops all other rows before it
 * groups. Columns that are volatile or have a tolerance are left out of the digest.
 */
public final class SpotCheck {
    private static final long PARTS = 1L << 40;

    private final Specification specification;
    private final double share;
    private final long seed;

    /**
     * The result of a spot check.
     *
     * @param rows the number of drawn keys, or of drawn rows if the table has no key
     * @param differing how many of them differ between storage and derivation, or are on one side only
     * @param example the key of one of these, as JSON, with sensitive columns masked
     */
    public record Found(long rows, long differing, Optional<String> example) {
        public static final Found NOTHING = new Found(0, 0, Optional.empty());

        public Found plus(Found other) {
            return new Found(rows + other.rows, differing + other.differing, example.or(() -> other.example));
        }
    }

    /**
     * @param share the share of rows to draw, from 0 to 1; it must be 1 for a table without a key, whose equal rows
     *     would be drawn together
     * @param seed another seed draws other rows
     */
    public SpotCheck(Specification specification, double share, long seed) {
        if (share < 1 && specification.target().key().isEmpty()) {
            throw new IllegalArgumentException("Invalid share: rows without a key can't be drawn one by one");
        }
        this.specification = specification;
        this.share = share;
        this.seed = seed;
    }

    /**
     * Compares one batch.
     *
     * @param table the rows of the table that has the shadow
     * @param derived the rows that the transform returns
     */
    public Found compare(Dataset<Row> table, PartitionRange batch, Dataset<Row> derived) {
        TargetColumns columns = TargetColumns.of(specification, table.schema());
        Dataset<Row> stored = columns.partitionColumn().rows(table, batch);

        Dataset<Row> sides = drawn(stored, columns, 1).unionAll(drawn(asStored(derived, table.schema()), columns, -1));
        Row found = sides.groupBy("amend_k", "amend_key", "amend_sha")
                .agg(expr("sum(amend_side) <> 0 as amend_differs"))
                .groupBy("amend_k", "amend_key")
                .agg(expr("bool_or(amend_differs) as amend_differs"))
                .agg(expr("count(*)"), expr("count_if(amend_differs)"), expr("min(if(amend_differs, amend_key, null))"))
                .head();
        return new Found(found.getLong(0), found.getLong(1), Optional.ofNullable(found.getString(2)));
    }

    /** The number of rows of a table in the specification's range. */
    public static long rows(Specification specification, Dataset<Row> table) {
        return TargetColumns.of(specification, table.schema())
                .partitionColumn()
                .rows(table, specification.sourceRange().segments())
                .count();
    }

    /** The names of the columns left out of the digest. */
    public List<String> leftOut() {
        return Stream.concat(
                        specification.target().volatileColumns().stream(),
                        specification.validation().tolerance().keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Converts derived values to the stored types, and matches the fields of structures by name. */
    private static Dataset<Row> asStored(Dataset<Row> derived, StructType stored) {
        return derived.to(stored.asNullable());
    }

    Dataset<Row> drawn(Dataset<Row> rows, TargetColumns columns, int side) {
        String hash = columns.hashOf(columns.isKeyed() ? columns.key() : told(columns), reference -> reference);
        return rows.where(
                        expr("pmod(xxhash64(%s, %dL), %dL) < %dL".formatted(hash, seed, PARTS, (long) (share * PARTS))))
                .selectExpr(
                        hash + " as amend_k",
                        key(columns) + " as amend_key",
                        digest(columns) + " as amend_sha",
                        side + " as amend_side");
    }

    private String key(TargetColumns columns) {
        List<Column> shown = columns.all().stream()
                .filter(column -> columns.isKeyed()
                        ? columns.isKey(column.name())
                        : column.name().equals(columns.partitionColumn().name()))
                .toList();
        return json(shown, this::shown);
    }

    private String shown(Column column) {
        return specification.target().isSensitive(column.name())
                ? Mask.over(column.quoted())
                : column.asText(column.quoted());
    }

    private List<Column> told(TargetColumns columns) {
        List<String> leftOut = leftOut();
        return columns.all().stream()
                .filter(column -> !leftOut.contains(column.name()))
                .toList();
    }

    private String digest(TargetColumns columns) {
        return "sha2(%s, 256)".formatted(json(told(columns), column -> column.asExactText(column.quoted())));
    }

    private static String json(List<Column> columns, Function<Column, String> text) {
        return columns.stream()
                .map(column -> "%s, %s".formatted(SqlTemplate.literal(column.name()), text.apply(column)))
                .collect(Collectors.joining(", ", "to_json(named_struct(", "), map('ignoreNullFields', 'false'))"));
    }
}
