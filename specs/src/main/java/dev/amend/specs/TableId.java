package dev.amend.specs;

import dev.amend.specs.text.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The name of a table: {@code namespace.table}, or {@code catalog.namespace.table}; each part is an identifier. */
public record TableId(List<String> parts) {
    private static final Pattern PART = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    /** @throws IllegalArgumentException if there are fewer than two parts, or a part is not an identifier */
    public TableId {
        parts = List.copyOf(parts);
        if (parts.size() < 2
                || !parts.stream().allMatch(part -> PART.matcher(part).matches())) {
            throw new IllegalArgumentException(
                    "Invalid table '%s': expected namespace.table or catalog.namespace.table, each a letter or underscore followed by letters, digits, underscores or dashes"
                            .formatted(String.join(".", parts)));
        }
    }

    /** @throws IllegalArgumentException if {@code text} is not a table name */
    public static TableId parse(String text) {
        return new TableId(List.of(text.split("\\.", -1)));
    }

    /** The last part of the name. */
    public String name() {
        return parts.get(parts.size() - 1);
    }

    /** The table with another name in the same namespace. */
    public TableId sibling(String name) {
        List<String> other = new ArrayList<>(parts);
        other.set(parts.size() - 1, name);
        return new TableId(other);
    }

    /** The table's identifier in Spark SQL, with every part in backticks. */
    public String quoted() {
        return parts.stream().map(Identifier::quoted).collect(Collectors.joining("."));
    }

    /** The identifier in Spark SQL for a branch of this table. */
    public String quotedAtBranch(String branch) {
        return quoted() + ".`branch_" + branch + "`";
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
