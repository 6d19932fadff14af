package dev.amend.reconciliation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The column that partitions follow from: which partition a row is in, and where a range begins and ends. Always in UTC. */
record PartitionColumn(String name, DataType type, PartitionUnit unit) {

    String quoted() {
        return SqlTemplate.quote(name);
    }

    /** The ordinal of a row's partition, in SQL; empty if the type holds no partitions of the unit. */
    Optional<String> ordinal() {
        String column = quoted();
        if (unit == PartitionUnit.INTEGER) {
            boolean whole = type.equals(DataTypes.IntegerType) || type.equals(DataTypes.LongType);
            return whole ? Optional.of("cast(%s as bigint)".formatted(column)) : Optional.empty();
        }
        if (type.equals(DataTypes.DateType)) {
            return unit == PartitionUnit.HOUR ? Optional.empty() : Optional.of(ofDate(column));
        }
        if (type.equals(DataTypes.TimestampType)) {
            return Optional.of(ofSeconds("unix_seconds(%s)".formatted(column)));
        }
        return type.equals(DataTypes.TimestampNTZType) ? Optional.of(ofLocalTime(column)) : Optional.empty();
    }

    /** Where a range begins, as a parameter of the column's type. */
    Object from(PartitionRange range) {
        return boundary(range.start());
    }

    /** Where a range ends, itself not included, as a parameter of the column's type. */
    Object until(PartitionRange range) {
        return boundary(range.end());
    }

    /** The rows of a range. */
    Dataset<Row> rows(Dataset<Row> table, PartitionRange range) {
        return table.where(isIn(range));
    }

    /** The rows of several ranges. */
    Dataset<Row> rows(Dataset<Row> table, Collection<PartitionRange> ranges) {
        return table.where(PartitionRange.joined(ranges).stream()
                .map(this::isIn)
                .reduce(Column::or)
                .orElse(lit(false)));
    }

    private Column isIn(PartitionRange range) {
        return col(quoted()).geq(lit(from(range))).and(col(quoted()).lt(lit(until(range))));
    }

    private String ofDate(String date) {
        return unit == PartitionUnit.MONTH
                ? "cast((year(%s) - 1970) * 12 + month(%s) - 1 as bigint)".formatted(date, date)
                : "cast(unix_date(%s) as bigint)".formatted(date);
    }

    /** Whole units since 1970; div alone would round towards 1970 from both sides. */
    private String ofSeconds(String seconds) {
        int length = unit == PartitionUnit.HOUR ? 3_600 : 86_400;
        String whole = "(%s - pmod(%s, %d)) div %d".formatted(seconds, seconds, length, length);
        return unit == PartitionUnit.MONTH ? ofDate("date_from_unix_date(cast(%s as int))".formatted(whole)) : whole;
    }

    private String ofLocalTime(String time) {
        String date = "cast(%s as date)".formatted(time);
        return unit == PartitionUnit.HOUR
                ? "cast(unix_date(%s) as bigint) * 24 + hour(%s)".formatted(date, time)
                : ofDate(date);
    }

    private Object boundary(long ordinal) {
        if (type.equals(DataTypes.IntegerType)) {
            return Math.toIntExact(ordinal);
        }
        if (type.equals(DataTypes.LongType)) {
            return ordinal;
        }
        if (type.equals(DataTypes.DateType)) {
            return unit.startOf(ordinal).toLocalDate();
        }
        return type.equals(DataTypes.TimestampType)
                ? unit.startOf(ordinal).toInstant(ZoneOffset.UTC)
                : unit.startOf(ordinal);
    }
}
