package dev.amend.specs.yaml;

import dev.amend.specs.SpecificationException;
import dev.amend.specs.SpecificationException.Problem;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The mistakes found so far in one file. */
final class Problems {
    private static final Comparator<Problem> FROM_TOP_TO_BOTTOM =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Place place, String path, String message) {
        found.add(new Problem(file, place.line(), place.column(), Words.line(path), Words.line(message)));
    }

    /** A mistake in a value. */
    void add(Tree value, String message) {
        add(value.place(), value.path(), message);
    }

    /** A mistake about a key. */
    void add(Tree.Entry entry, String message) {
        add(entry.place(), entry.path(), message);
    }

    /** @throws SpecificationException if there is one */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw asException();
        }
    }

    SpecificationException asException() {
        List<Problem> sorted = found.stream().sorted(FROM_TOP_TO_BOTTOM).toList();
        return new SpecificationException(sorted);
    }
}
