package dev.amend.engine.explain;

import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Specification;
import dev.amend.specs.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The key of the row to explain.
 *
 * @param values the typed value of each column of the key
 * @param texts the same values as text, as the user typed them
 * @param partition the partition of the key, if the partition key is part of the key or was given with it
 */
public record AskedKey(Map<String, Object> values, Map<String, String> texts, Optional<Long> partition) {

    public AskedKey {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /**
     * Reads a key.
     *
     * @param schema the target's columns
     * @param options the options as the user typed them
     * @throws dev.amend.specs.error.AmendException naming everything that is wrong with the key
     */
    static AskedKey read(Specification specification, StructType schema, List<String> options) {
        Target target = specification.target();
        if (target.key().isEmpty()) {
            throw ExplainCode.noKey(target.table());
        }
        QuotableKey quotable = new QuotableKey(target, List.of(schema.fieldNames()));
        Reading reading = new Reading(target, schema, KeyText.parse(options, quotable), quotable);
        reading.read();
        if (!reading.problems.isEmpty()) {
            throw ExplainCode.invalidKey(target.table(), reading.problems, reading.keyInWords());
        }
        Optional<Long> partition = Optional.ofNullable(reading.values.get(target.partitionKey()))
                .map(value -> ordinal(value, specification.sourceRange().unit()));
        reading.values.keySet().retainAll(target.key());
        return new AskedKey(reading.values, reading.texts, partition);
    }

    private static long ordinal(Object value, PartitionUnit unit) {
        if (value instanceof Number whole) {
            return whole.longValue();
        }
        if (value instanceof LocalDate date) {
            return unit.ordinalOf(date.atStartOfDay());
        }
        return unit.ordinalOf(
                value instanceof Instant moment
                        ? LocalDateTime.ofInstant(moment, ZoneOffset.UTC)
                        : (LocalDateTime) value);
    }

    /** Formats the key, such as {@code day=2026-01-05, shop=shop-03}. */
    @Override
    public String toString() {
        return texts.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Collects values and mistakes. */
    private static final class Reading {
        private final Target target;
        private final StructType schema;
        private final KeyText typed;
        private final QuotableKey quotable;
        private final Map<String, Object> values = new LinkedHashMap<>();
        private final Map<String, String> texts = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        Reading(Target target, StructType schema, KeyText typed, QuotableKey quotable) {
            this.target = target;
            this.schema = schema;
            this.typed = typed;
            this.quotable = quotable;
        }

        void read() {
            problems.addAll(typed.problems());
            typed.values()
                    .forEach((column, text) -> accepted(column)
                            .ifPresentOrElse(known -> read(known, text), () -> problems.add(unknown(column))));
            target.key().stream()
                    .filter(column -> typed.values().keySet().stream().noneMatch(column::equalsIgnoreCase))
                    .forEach(column -> problems.add("'%s' is missing".formatted(column)));
        }

        /** Finds the key or partition column with this name; Spark ignores the case of names. */
        private Optional<String> accepted(String column) {
            return Stream.concat(target.key().stream(), Stream.of(target.partitionKey()))
                    .filter(column::equalsIgnoreCase)
                    .findFirst();
        }

        private String unknown(String column) {
            boolean inTable = Arrays.stream(schema.fieldNames()).anyMatch(column::equalsIgnoreCase);
            return inTable
                    ? "'%s' is a column, but not of the key".formatted(column)
                    : "'%s' is no column of %s".formatted(quotable.name(column), target.table());
        }

        private void read(String column, Optional<String> text) {
            if (text.isEmpty()) {
                problems.add(
                        "'%1$s' is null: rows without a complete key belong to no row on the other side (for the text null write %1$s='null')"
                                .formatted(column));
                return;
            }
            StructField field = schema.apply(column);
            KeyType.of(field.dataType())
                    .ifPresentOrElse(
                            type -> type.value(text.get())
                                    .ifPresentOrElse(
                                            value -> put(column, value, text.get()),
                                            () -> problems.add("'%s' of '%s' is not %s, such as %s"
                                                    .formatted(
                                                            quotable.text(text.get()),
                                                            column,
                                                            type.article(),
                                                            type.example()))),
                            () -> problems.add("'%s' is %s, which can't be asked for here"
                                    .formatted(column, field.dataType().simpleString())));
        }

        private void put(String column, Object value, String text) {
            if (values.put(column, value) != null) {
                problems.add("'%s' is there twice".formatted(column));
            }
            texts.put(column, text);
        }

        /** An example of the key, such as {@code day=2026-01-31,shop=TEXT}. */
        String keyInWords() {
            return target.key().stream()
                    .map(column -> column + "="
                            + KeyType.of(schema.apply(column).dataType())
                                    .map(KeyType::example)
                                    .orElse("…"))
                    .collect(Collectors.joining(","));
        }
    }
}
