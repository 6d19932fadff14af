package dev.amend.specs.yaml;

import dev.amend.specs.yaml.Section.Placed;
import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that the rules for one column agree. Names are compared without regard to case, as in Spark. */
final class ColumnRules {
    private final Section target;
    private final Section validation;
    private final Problems problems;

    ColumnRules(Section root, Problems problems) {
        this.target = root.section("target");
        this.validation = root.section("validation");
        this.problems = problems;
    }

    void check() {
        List<Placed<String>> volatileColumns = target.list("volatile", Types.COLUMN);
        List<Placed<String>> unchanged = validation.list("unchanged", Types.COLUMN);
        List<String> keys = target.values("key", Types.COLUMN);
        List<String> partitionKey =
                target.one("partition_key", Types.COLUMN).stream().toList();
        List<String> volatileNames = volatileColumns.stream().map(Placed::value).toList();
        List<String> unchangedNames = unchanged.stream().map(Placed::value).toList();

        Forbidden ofVolatile = new Forbidden(volatileNames, "it is volatile, and so left out of every comparison");
        forbid(
                volatileColumns,
                new Forbidden(keys, "it is part of target.key, which tells rows apart"),
                new Forbidden(partitionKey, "it is target.partition_key, which tells batches apart"));
        forbid(
                target.list("sensitive", Types.COLUMN),
                new Forbidden(partitionKey, "it is target.partition_key, whose values name batches and partitions"));
        forbid(unchanged, ofVolatile);
        if (target.has("key") && keys.isEmpty()) {
            forbidWithoutKey();
        }
        forbid(
                toleranceColumns(),
                ofVolatile,
                new Forbidden(unchangedNames, "it is unchanged, which allows no difference"),
                new Forbidden(keys, "it is part of target.key, which is compared exactly"));
    }

    /** These rules compare pairs of rows: without a key they would pass without checking anything. */
    private void forbidWithoutKey() {
        Stream.of("unchanged", "tolerance", "explained_by")
                .flatMap(key -> validation.entry(key).stream())
                .filter(entry -> entry.value().isSet())
                .forEach(
                        entry -> problems.add(
                                entry,
                                "Cannot be told without target.key: no old row belongs to a new one. Give the table's key, or leave it out"));
    }

    private List<Placed<String>> toleranceColumns() {
        return validation.named("tolerance").stream()
                .peek(column -> {
                    if (column.section().entries().isEmpty()) {
                        problems.add(column.entry(), "Expected absolute, relative or both");
                    }
                })
                .map(column -> new Placed<>(
                        new Tree.Leaf(column.section().path(), column.entry().place(), column.name(), Tree.Style.PLAIN),
                        column.name()))
                .toList();
    }

    private void forbid(List<Placed<String>> columns, Forbidden... forbidden) {
        for (Placed<String> column : columns) {
            Arrays.stream(forbidden)
                    .filter(others -> others.contain(column.value()))
                    .findFirst()
                    .ifPresent(others -> problems.add(
                            column.leaf(), "Invalid column '%s': %s".formatted(column.value(), others.why())));
        }
    }

    /** Columns that a rule must not name, in lower case, and why. */
    private record Forbidden(Set<String> columns, String why) {

        Forbidden(List<String> columns, String why) {
            this(columns.stream().map(Forbidden::lower).collect(Collectors.toSet()), why);
        }

        boolean contain(String column) {
            return columns.contains(lower(column));
        }

        private static String lower(String column) {
            return column.toLowerCase(Locale.ROOT);
        }
    }
}
