package dev.amend.publish.range;

import dev.amend.specs.PartitionUnit;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Determines from partition values or column bounds which partitions of a range's unit a file contains. */
final class PartitionLocator {
    private final Map<Integer, PartitionSpec> specs;
    private final Types.NestedField field;
    private final PartitionUnit unit;

    PartitionLocator(Table table, TableRange range) {
        this.specs = table.specs();
        this.field = range.checkedField(table.schema());
        this.unit = range.unit();
    }

    /** The ids of the columns whose bounds locate a file. */
    Set<Integer> columns() {
        return Set.of(field.fieldId());
    }

    /** The partitions that a file may contain; empty if neither partition values nor bounds show them. */
    Optional<Span> locate(ContentFile<?> file) {
        Optional<Span> byPartition = byPartition(file);
        if (byPartition.isPresent()
                && (byPartition.get().isSingle() || byPartition.get().isEmpty())) {
            return byPartition;
        }

        Optional<Span> byBounds = byBounds(file);
        if (byPartition.isPresent() && byBounds.isPresent()) {
            return Optional.of(byPartition.get().intersect(byBounds.get()));
        }
        return byPartition.or(() -> byBounds);
    }

    /**
     * Returns whether the partition values of a spec always show that a file has rows of one partition of the range's
     * unit, or of none. Then no file of that spec needs a check for rows of several partitions.
     */
    boolean isAlwaysSingle(int specId) {
        PartitionSpec spec = specs.get(specId);
        return spec != null
                && spec.fields().stream()
                        .filter(partitionField -> partitionField.sourceId() == field.fieldId())
                        .anyMatch(partitionField ->
                                isAsFine(partitionField.transform().toString()));
    }

    private boolean isAsFine(String transform) {
        return switch (transform) {
            case "identity" -> true;
            case "hour" -> unit != PartitionUnit.INTEGER;
            case "day" -> unit != PartitionUnit.HOUR && unit != PartitionUnit.INTEGER;
            case "month" -> unit == PartitionUnit.MONTH || unit == PartitionUnit.YEAR;
            case "year" -> unit == PartitionUnit.YEAR;
            default -> false;
        };
    }

    private Optional<Span> byPartition(ContentFile<?> file) {
        PartitionSpec spec = specs.get(file.specId());
        if (spec == null) {
            return Optional.empty();
        }

        Optional<Span> found = Optional.empty();
        for (int position = 0; position < spec.fields().size(); position++) {
            PartitionField partitionField = spec.fields().get(position);
            if (partitionField.sourceId() == field.fieldId()) {
                Object value = file.partition().get(position, Object.class);
                Optional<Span> span = ofValue(partitionField.transform().toString(), value);
                found = found.isPresent() && span.isPresent()
                        ? Optional.of(found.get().intersect(span.get()))
                        : found.or(() -> span);
            }
        }
        return found;
    }

    private Optional<Span> ofValue(String transform, @Nullable Object value) {
        return switch (transform) {
            case "identity" -> Optional.of(value == null ? Span.NONE : new Span(ordinal(value), ordinal(value)));
            case "hour" -> Optional.of(ofMoments(value, PartitionUnit.HOUR));
            case "day" -> Optional.of(ofMoments(value, PartitionUnit.DAY));
            case "month" -> Optional.of(ofMoments(value, PartitionUnit.MONTH));
            case "year" -> Optional.of(value == null ? Span.NONE : ofYear((Integer) value));
            default -> Optional.empty();
        };
    }

    private Span ofMoments(@Nullable Object value, PartitionUnit valueUnit) {
        if (value == null) {
            return Span.NONE;
        }

        long ordinal = ((Number) value).longValue();
        return between(valueUnit.startOf(ordinal), valueUnit.startOf(ordinal + 1));
    }

    private Span ofYear(int yearsSince1970) {
        LocalDateTime start = LocalDate.EPOCH.plusYears(yearsSince1970).atStartOfDay();
        return between(start, start.plusYears(1));
    }

    private Span between(LocalDateTime start, LocalDateTime end) {
        return new Span(unit.ordinalOf(start), unit.ordinalOf(end.minusNanos(1)));
    }

    private Optional<Span> byBounds(ContentFile<?> file) {
        Map<Integer, ByteBuffer> lower = file.lowerBounds();
        Map<Integer, ByteBuffer> upper = file.upperBounds();
        int id = field.fieldId();
        if (lower == null || upper == null || !lower.containsKey(id) || !upper.containsKey(id) || mayHoldNulls(file)) {
            return Optional.empty();
        }

        Object first = Conversions.fromByteBuffer(field.type(), lower.get(id));
        Object last = Conversions.fromByteBuffer(field.type(), upper.get(id));
        return Optional.of(new Span(ordinal(first), ordinal(last)));
    }

    private boolean mayHoldNulls(ContentFile<?> file) {
        Map<Integer, Long> nulls = file.nullValueCounts();
        return field.isOptional() && (nulls == null || nulls.getOrDefault(field.fieldId(), 1L) > 0);
    }

    private long ordinal(Object value) {
        long number = ((Number) value).longValue();
        return switch (field.type().typeId()) {
            case DATE -> unit.ordinalOf(LocalDate.ofEpochDay(number).atStartOfDay());
            case TIMESTAMP -> unit.ordinalOf(moment(number, 1_000_000));
            case TIMESTAMP_NANO -> unit.ordinalOf(moment(number, 1_000_000_000));
            default -> number;
        };
    }

    private static LocalDateTime moment(long number, long perSecond) {
        int nanos = (int) (Math.floorMod(number, perSecond) * (1_000_000_000 / perSecond));
        return LocalDateTime.ofEpochSecond(Math.floorDiv(number, perSecond), nanos, ZoneOffset.UTC);
    }
}
