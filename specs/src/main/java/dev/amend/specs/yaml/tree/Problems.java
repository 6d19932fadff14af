package dev.amend.specs.yaml.tree;

import dev.amend.specs.error.SpecificationException;
import dev.amend.specs.error.SpecificationException.Problem;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The mistakes found so far in one file. */
public final class Problems {
    private static final Comparator<Problem> FROM_TOP_TO_BOTTOM =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    private final Set<Integer> lines = new HashSet<>();

    public Problems(String file) {
        this.file = file;
    }

    public void add(Place place, String path, String message) {
        found.add(new Problem(file, place.line(), place.column(), Words.line(path), Words.line(message)));
        lines.add(place.line());
    }

    /** Adds a mistake in a value. */
    public void add(Tree value, String message) {
        add(value.place(), value.path(), message);
    }

    /** Adds a mistake about a key. */
    public void add(Tree.Entry entry, String message) {
        add(entry.place(), entry.path(), message);
    }

    public boolean areInLine(int line) {
        return lines.contains(line);
    }

    /** @throws SpecificationException if there is a mistake */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw asException();
        }
    }

    public SpecificationException asException() {
        List<Problem> sorted = found.stream().sorted(FROM_TOP_TO_BOTTOM).toList();
        return new SpecificationException(sorted);
    }
}
