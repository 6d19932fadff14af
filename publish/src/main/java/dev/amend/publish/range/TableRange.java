package dev.amend.publish.range;

import dev.amend.specs.Batch;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The partitions of a table that a backfill, or one of its batches, may touch: half-open segments of one column. */
public record TableRange(String column, List<PartitionRange> segments) {

    /**
     * @throws IllegalArgumentException if there is no segment, or if segments differ in unit, overlap or are unordered
     */
    public TableRange {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("Invalid range of column '%s': it has no segment".formatted(column));
        }

        for (int i = 1; i < segments.size(); i++) {
            PartitionRange before = segments.get(i - 1);
            PartitionRange segment = segments.get(i);
            if (before.unit() != segment.unit() || before.end() > segment.start()) {
                throw new IllegalArgumentException("Invalid range of column '%s': segment %s does not follow %s"
                        .formatted(column, segment, before));
            }
        }
    }

    public static TableRange of(String column, SourceRange range) {
        return new TableRange(column, range.segments());
    }

    public static TableRange of(String column, Batch batch) {
        return new TableRange(column, List.of(batch.range()));
    }

    /**
     * The range of only some of its partitions.
     *
     * @throws IllegalArgumentException if there are no partitions
     */
    public TableRange only(SortedSet<Long> partitions) {
        List<PartitionRange> found = new ArrayList<>();
        for (long partition : partitions) {
            int last = found.size() - 1;
            if (last >= 0 && found.get(last).end() == partition) {
                found.set(last, new PartitionRange(unit(), found.get(last).start(), partition + 1));
            } else {
                found.add(new PartitionRange(unit(), partition, partition + 1));
            }
        }
        return new TableRange(column, found);
    }

    public PartitionUnit unit() {
        return segments.get(0).unit();
    }

    /** The number of partitions. */
    public long size() {
        return segments.stream().mapToLong(PartitionRange::size).sum();
    }

    public boolean contains(long ordinal) {
        return segments.stream().anyMatch(segment -> segment.contains(ordinal));
    }

    /**
     * The range as a row expression: true in any of the half-open segments.
     *
     * @throws dev.amend.specs.error.AmendException if the schema has no such column, or the column's type does not fit
     *     the unit
     */
    public Expression expression(Schema schema) {
        Type type = checkedField(schema).type();
        return segments.stream()
                .map(segment -> Expressions.and(
                        Expressions.greaterThanOrEqual(column, literal(type, segment.start())),
                        Expressions.lessThan(column, literal(type, segment.end()))))
                .reduce(Expressions::or)
                .orElseThrow();
    }

    Types.NestedField checkedField(Schema schema) {
        Types.NestedField field = schema.findField(column);
        if (field == null) {
            throw RangeError.noSuchColumn(column, schema);
        }

        boolean fits = switch (field.type().typeId()) {
            case DATE -> unit() != PartitionUnit.HOUR && unit() != PartitionUnit.INTEGER;
            case TIMESTAMP, TIMESTAMP_NANO -> unit() != PartitionUnit.INTEGER;
            case INTEGER, LONG -> unit() == PartitionUnit.INTEGER;
            default -> false;
        };
        if (!fits) {
            throw RangeError.unitDoesNotFit(this, field.type());
        }
        return field;
    }

    private Object literal(Type type, long ordinal) {
        return switch (type.typeId()) {
            case DATE -> unit().startOf(ordinal).toLocalDate().toString();
            case TIMESTAMP, TIMESTAMP_NANO -> unit().startOf(ordinal) + ":00" + zone(type);
            default -> ordinal;
        };
    }

    private static String zone(Type type) {
        boolean withZone =
                type.equals(Types.TimestampType.withZone()) || type.equals(Types.TimestampNanoType.withZone());
        return withZone ? "+00:00" : "";
    }

    /** The range as an owner reads it, inclusive: {@code 2024-12-01..2025-12-24, 2025-12-26..2026-05-31}. */
    @Override
    public String toString() {
        return segments.stream().map(PartitionRange::toString).collect(Collectors.joining(", "));
    }
}
