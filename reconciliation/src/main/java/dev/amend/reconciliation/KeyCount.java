package dev.amend.reconciliation;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.amend.specs.Specification;
import dev.amend.specs.text.Identifier;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts that show whether rows have one key each.
 *
 * @param distinct the number of different keys, without rows that have no key
 * @param withoutKey the number of rows in which a column of the key is null
 */
public record KeyCount(long rows, long distinct, long withoutKey) {
    /** Counts the rows of a target by key. If the target has no key, each row counts as distinct. */
    public static KeyCount of(Dataset<Row> rows, Specification specification) {
        List<String> key =
                specification.target().key().stream().map(Identifier::quoted).toList();
        if (key.isEmpty()) {
            long count = rows.count();
            return new KeyCount(count, count, 0);
        }

        String distinct = "count(distinct %s)".formatted(String.join(", ", key));
        String withoutKey =
                key.stream().map(column -> column + " is null").collect(Collectors.joining(" or ", "count_if(", ")"));
        Row counted = rows.agg(count(lit(1)), expr(distinct), expr(withoutKey)).first();
        return new KeyCount(counted.getLong(0), counted.getLong(1), counted.getLong(2));
    }

    public boolean unique() {
        return withoutKey == 0 && distinct == rows;
    }
}
