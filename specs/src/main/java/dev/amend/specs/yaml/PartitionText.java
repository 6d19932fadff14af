package dev.amend.specs.yaml;

import dev.amend.specs.PartitionUnit;
import dev.amend.specs.yaml.tree.Tree;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A partition in its written form: {@code 2024-12-01}, {@code 2024-12-01T05}, {@code 2024-12} or {@code 17}. */
record PartitionText(PartitionUnit unit, long ordinal) {
    private static final Pattern LOOKS_LIKE_A_DATE = Pattern.compile("\\d{4}-\\d{2}(?:-\\d{2}(?:T\\d{2})?)?");

    /** @throws IllegalArgumentException if the text is not a partition in any unit */
    static PartitionText parse(Tree.Leaf leaf) {
        for (PartitionUnit unit : PartitionUnit.values()) {
            Optional<Long> ordinal = unit.parse(leaf.text());
            if (ordinal.isPresent()) {
                return new PartitionText(unit, ordinal.get());
            }
        }

        throw new IllegalArgumentException(
                LOOKS_LIKE_A_DATE.matcher(leaf.text()).matches()
                        ? "Invalid %s '%s': the calendar has no such date".formatted(leaf.name(), leaf.text())
                        : "Invalid %s %s: expected a day 2024-12-01, an hour 2024-12-01T05, a month 2024-12 or an integer 17"
                                .formatted(leaf.name(), leaf.describe()));
    }

    /** The unit in words: {@code days}. */
    String unitName() {
        return unit.name().toLowerCase(Locale.ROOT) + "s";
    }

    @Override
    public String toString() {
        return unit.format(ordinal);
    }
}
