package dev.amend.reconciliation.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.text.Identifier;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A column that partitions follow from: which partition a row is in, and where a range begins and ends, as SQL, as
 * parameters and as conditions of Spark. Moments are in UTC.
 */
public record PartitionColumn(String name, Kind kind, PartitionUnit unit) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** The types that a partition key may have. */
    public enum Kind {
        DATE,
        TIMESTAMP,
        TIMESTAMP_NTZ,
        INT,
        LONG;

        private static Optional<Kind> of(DataType type) {
            if (type.equals(DataTypes.DateType)) {
                return Optional.of(DATE);
            }
            if (type.equals(DataTypes.TimestampType)) {
                return Optional.of(TIMESTAMP);
            }
            if (type.equals(DataTypes.TimestampNTZType)) {
                return Optional.of(TIMESTAMP_NTZ);
            }
            if (type.equals(DataTypes.IntegerType)) {
                return Optional.of(INT);
            }
            return type.equals(DataTypes.LongType) ? Optional.of(LONG) : Optional.empty();
        }

        private boolean counts(PartitionUnit unit) {
            return switch (this) {
                case DATE -> unit != PartitionUnit.HOUR && unit != PartitionUnit.INTEGER;
                case TIMESTAMP, TIMESTAMP_NTZ -> unit != PartitionUnit.INTEGER;
                case INT, LONG -> unit == PartitionUnit.INTEGER;
            };
        }
    }

    /** A column of this type; empty if such a column can't be a partition key that is counted in the unit. */
    public static Optional<PartitionColumn> of(String name, DataType type, PartitionUnit unit) {
        return Kind.of(type).filter(kind -> kind.counts(unit)).map(kind -> new PartitionColumn(name, kind, unit));
    }

    public String quoted() {
        return Identifier.quoted(name);
    }

    /** The ordinal of a row's partition, in SQL. */
    public String ordinal() {
        return switch (kind) {
            case DATE -> ofDate(quoted());
            case TIMESTAMP -> ofSeconds("unix_seconds(%s)".formatted(quoted()));
            case TIMESTAMP_NTZ -> ofLocalTime(quoted());
            case INT, LONG -> "cast(%s as bigint)".formatted(quoted());
        };
    }

    /** The start of a range, as a parameter of the column's type. */
    Object from(PartitionRange range) {
        return boundary(range.start());
    }

    /** The end of a range, itself not included, as a parameter of the column's type. */
    Object until(PartitionRange range) {
        return boundary(range.end());
    }

    /** The rows of a range. */
    public Dataset<Row> rows(Dataset<Row> table, PartitionRange range) {
        return table.where(isIn(range));
    }

    /** The rows of several ranges. */
    public Dataset<Row> rows(Dataset<Row> table, Collection<PartitionRange> ranges) {
        return table.where(PartitionRange.joined(ranges).stream()
                .map(this::isIn)
                .reduce(Column::or)
                .orElse(lit(false)));
    }

    /** The condition that holds for exactly the rows of a range; its literals are made from ordinals, never from text. */
    public String condition(PartitionRange range) {
        return "%s >= %s AND %s < %s".formatted(quoted(), literal(range.start()), quoted(), literal(range.end()));
    }

    /**
     * The same condition with its bounds in two named parameters. It reads strangely for a reason: Spark writes dates,
     * moments and integers into the code that it generates, so that it would compile each batch again; decimals are passed
     * to that code.
     */
    public String boundCondition(String from, String until) {
        String place = "cast(%s AS decimal(17, 0))"
                .formatted(
                        switch (kind) {
                            case DATE -> "unix_date(%s)".formatted(quoted());
                            case TIMESTAMP -> "unix_micros(%s)".formatted(quoted());
                            case TIMESTAMP_NTZ -> "unix_micros(cast(%s AS timestamp))".formatted(quoted());
                            case INT, LONG -> quoted();
                        });
        return "%s - :%s >= 0 AND %s - :%s < 0".formatted(place, from, place, until);
    }

    /** The start of a partition, as {@link #boundCondition} compares it. */
    public BigDecimal bound(long ordinal) {
        LocalDateTime epoch = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
        return BigDecimal.valueOf(
                switch (kind) {
                    case DATE -> ChronoUnit.DAYS.between(epoch, unit.startOf(ordinal));
                    case TIMESTAMP, TIMESTAMP_NTZ -> ChronoUnit.MICROS.between(epoch, unit.startOf(ordinal));
                    case INT, LONG -> ordinal;
                });
    }

    /** {@code :batch_start}: the first value of a range. */
    public Object first(PartitionRange range) {
        return isInteger() ? (Object) range.start() : value(unit.startOf(range.start()));
    }

    /** {@code :batch_end}: the last value of a range, to be used with BETWEEN; for timestamps its last microsecond. */
    public Object last(PartitionRange range) {
        if (isInteger()) {
            return range.last();
        }
        LocalDateTime end = unit.startOf(range.end());
        return value(kind == Kind.DATE ? end.minusDays(1) : end.minusNanos(1000));
    }

    private boolean isInteger() {
        return kind == Kind.INT || kind == Kind.LONG;
    }

    private Column isIn(PartitionRange range) {
        return col(quoted()).geq(lit(from(range))).and(col(quoted()).lt(lit(until(range))));
    }

    private String literal(long ordinal) {
        return switch (kind) {
            case DATE -> "DATE'%s'".formatted(unit.startOf(ordinal).toLocalDate());
            case TIMESTAMP -> "TIMESTAMP'%sZ'".formatted(unit.startOf(ordinal).format(MOMENT));
            case TIMESTAMP_NTZ ->
                "TIMESTAMP_NTZ'%s'".formatted(unit.startOf(ordinal).format(MOMENT));
            case INT, LONG -> ordinal + "L";
        };
    }

    private Object boundary(long ordinal) {
        return switch (kind) {
            case INT -> Math.toIntExact(ordinal);
            case LONG -> ordinal;
            case DATE, TIMESTAMP, TIMESTAMP_NTZ -> value(unit.startOf(ordinal));
        };
    }

    private Object value(LocalDateTime moment) {
        return switch (kind) {
            case DATE -> moment.toLocalDate();
            case TIMESTAMP -> moment.toInstant(ZoneOffset.UTC);
            case TIMESTAMP_NTZ -> moment;
            case INT, LONG -> throw new IllegalStateException("An integer partition has no moment");
        };
    }

    private String ofDate(String date) {
        return switch (unit) {
            case MONTH -> "cast((year(%s) - 1970) * 12 + month(%s) - 1 as bigint)".formatted(date, date);
            case YEAR -> "cast(year(%s) as bigint)".formatted(date);
            case DAY, HOUR, INTEGER -> "cast(unix_date(%s) as bigint)".formatted(date);
        };
    }

    /** Whole units since 1970; div alone would round towards 1970 from both sides. */
    private String ofSeconds(String seconds) {
        int length = unit == PartitionUnit.HOUR ? 3_600 : 86_400;
        String whole = "(%s - pmod(%s, %d)) div %d".formatted(seconds, seconds, length, length);
        return unit == PartitionUnit.MONTH || unit == PartitionUnit.YEAR
                ? ofDate("date_from_unix_date(cast(%s as int))".formatted(whole))
                : whole;
    }

    private String ofLocalTime(String time) {
        String date = "cast(%s as date)".formatted(time);
        return unit == PartitionUnit.HOUR
                ? "cast(unix_date(%s) as bigint) * 24 + hour(%s)".formatted(date, time)
                : ofDate(date);
    }
}
