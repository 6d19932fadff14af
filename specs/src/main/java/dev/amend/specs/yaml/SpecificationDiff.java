package dev.amend.specs.yaml;

import dev.amend.specs.text.Excerpt;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** The differences between a frozen specification and the file as it is now. */
public final class SpecificationDiff {
    private static final String NOT_SET = "not set";
    private static final int LONGEST = 60;

    private SpecificationDiff() {}

    /**
     * One line for each key that differs, such as {@code execution.max_concurrency: 2 → 4}; empty if there are none.
     */
    public static List<String> changedKeys(SortedMap<String, String> before, SortedMap<String, String> after) {
        SortedSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());

        return keys.stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .map(key ->
                        key + ": " + change(Optional.ofNullable(before.get(key)), Optional.ofNullable(after.get(key))))
                .toList();
    }

    private static String change(Optional<String> before, Optional<String> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return before.map(SpecificationDiff::firstLine).orElse(NOT_SET)
                    + " → "
                    + after.map(SpecificationDiff::firstLine).orElse(NOT_SET);
        }

        List<String> old = before.get().lines().toList();
        List<String> now = after.get().lines().toList();
        int line = 0;
        while (line < Math.min(old.size(), now.size()) && old.get(line).equals(now.get(line))) {
            line++;
        }

        String prefix = Math.max(old.size(), now.size()) > 1 ? "line %d: ".formatted(line + 1) : "";
        return prefix + lineOf(old, line) + " → " + lineOf(now, line);
    }

    private static String firstLine(String text) {
        List<String> lines = text.lines().toList();
        return lineOf(lines, 0) + (lines.size() > 1 ? " …" : "");
    }

    private static String lineOf(List<String> lines, int line) {
        if (line >= lines.size()) {
            return "nothing";
        }
        return Excerpt.of(lines.get(line).strip(), LONGEST);
    }
}
