package dev.amend.engine.lakehouse;

import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A partition key as Spark sees it: turns ranges of partitions into conditions and parameters of the column's type.
 * Moments are in UTC.
 */
public record PartitionColumn(String name, Kind kind) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** What the column holds. */
    public enum Kind {
        DATE,
        TIMESTAMP,
        TIMESTAMP_NTZ,
        INTEGER;

        static Optional<Kind> of(DataType type) {
            if (type.equals(DataTypes.DateType)) {
                return Optional.of(DATE);
            }
            if (type.equals(DataTypes.TimestampType)) {
                return Optional.of(TIMESTAMP);
            }
            if (type.equals(DataTypes.TimestampNTZType)) {
                return Optional.of(TIMESTAMP_NTZ);
            }
            boolean integer = type.equals(DataTypes.IntegerType) || type.equals(DataTypes.LongType);
            return integer ? Optional.of(INTEGER) : Optional.empty();
        }

        private boolean counts(PartitionUnit unit) {
            return switch (this) {
                case DATE -> unit == PartitionUnit.DAY || unit == PartitionUnit.MONTH;
                case TIMESTAMP, TIMESTAMP_NTZ -> unit != PartitionUnit.INTEGER;
                case INTEGER -> unit == PartitionUnit.INTEGER;
            };
        }
    }

    /** @throws dev.amend.specs.AmendException if a column of this type can't be a partition key in this unit */
    public static PartitionColumn of(String name, DataType type, PartitionUnit unit, String where) {
        return Kind.of(type)
                .filter(kind -> kind.counts(unit))
                .map(kind -> new PartitionColumn(name, kind))
                .orElseThrow(() -> LakehouseCode.wrongUnit(name, type.simpleString(), unit, where));
    }

    /** The condition that holds for exactly the rows of a range; the literals are made from ordinals, never from text. */
    public String condition(PartitionRange range) {
        String column = "`" + name + "`";
        return "%s >= %s AND %s < %s"
                .formatted(column, literal(range.unit(), range.start()), column, literal(range.unit(), range.end()));
    }

    /**
     * The same condition with its bounds in two named parameters. It reads strangely for a reason: Spark writes dates,
     * moments and integers into the code that it generates, so that each batch would be compiled anew; decimals it hands
     * over.
     */
    public String boundCondition(String from, String until) {
        String place = "cast(%s AS decimal(17, 0))"
                .formatted(
                        switch (kind) {
                            case DATE -> "unix_date(`%s`)".formatted(name);
                            case TIMESTAMP -> "unix_micros(`%s`)".formatted(name);
                            case TIMESTAMP_NTZ -> "unix_micros(cast(`%s` AS timestamp))".formatted(name);
                            case INTEGER -> "`%s`".formatted(name);
                        });
        return "%s - :%s >= 0 AND %s - :%s < 0".formatted(place, from, place, until);
    }

    /** Where a partition begins, as {@link #boundCondition} compares it. */
    public BigDecimal bound(PartitionUnit unit, long ordinal) {
        LocalDateTime epoch = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);
        return BigDecimal.valueOf(
                switch (kind) {
                    case DATE -> ChronoUnit.DAYS.between(epoch, unit.startOf(ordinal));
                    case TIMESTAMP, TIMESTAMP_NTZ -> ChronoUnit.MICROS.between(epoch, unit.startOf(ordinal));
                    case INTEGER -> ordinal;
                });
    }

    private String literal(PartitionUnit unit, long ordinal) {
        return switch (kind) {
            case DATE -> "DATE'%s'".formatted(unit.startOf(ordinal).toLocalDate());
            case TIMESTAMP -> "TIMESTAMP'%sZ'".formatted(unit.startOf(ordinal).format(MOMENT));
            case TIMESTAMP_NTZ ->
                "TIMESTAMP_NTZ'%s'".formatted(unit.startOf(ordinal).format(MOMENT));
            case INTEGER -> ordinal + "L";
        };
    }

    /** {@code :batch_start}: the first value of a range. */
    public Object first(PartitionRange range) {
        return kind == Kind.INTEGER
                ? (Object) range.start()
                : value(range.unit().startOf(range.start()));
    }

    /** {@code :batch_end}: the last value of a range, to be used with BETWEEN; for timestamps its last microsecond. */
    public Object last(PartitionRange range) {
        if (kind == Kind.INTEGER) {
            return range.last();
        }
        LocalDateTime end = range.unit().startOf(range.end());
        return value(kind == Kind.DATE ? end.minusDays(1) : end.minusNanos(1000));
    }

    private Object value(LocalDateTime moment) {
        return switch (kind) {
            case DATE -> moment.toLocalDate();
            case TIMESTAMP -> moment.toInstant(ZoneOffset.UTC);
            case TIMESTAMP_NTZ -> moment;
            case INTEGER -> throw new IllegalStateException("An integer partition has no moment");
        };
    }
}
