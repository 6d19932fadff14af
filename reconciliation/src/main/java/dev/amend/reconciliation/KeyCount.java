package dev.amend.reconciliation;

import dev.amend.specs.Specification;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether rows have one key each.
 *
 * @param distinct how many different keys, rows without a key left out
 * @param withoutKey rows in which a column of the key is null
 */
public record KeyCount(long rows, long distinct, long withoutKey) {

    public static KeyCount of(Dataset<Row> rows, Specification specification) {
        return new KeyCount(rows.count(), specification.target().key().size(), 0);
    }

    public boolean unique() {
        return withoutKey == 0 && distinct == rows;
    }
}
