package dev.amend.specs.yaml;

import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import java.util.Optional;
import java.util.function.Function;

/** A type of single values, with the function that reads them. Types are compared by identity. */
final class ValueType<T> {
    private final Function<Tree.Leaf, T> reading;

    private ValueType(Function<Tree.Leaf, T> reading) {
        this.reading = reading;
    }

    /** A type whose {@code reading} rejects a value with an {@link IllegalArgumentException} that gives the reason. */
    static <T> ValueType<T> read(Function<Tree.Leaf, T> reading) {
        return new ValueType<>(reading);
    }

    /** A type that accepts a text only if {@code reading} returns a value for it. */
    static <T> ValueType<T> of(String expected, Function<String, Optional<T>> reading) {
        return new ValueType<>(leaf -> reading.apply(leaf.text()).orElseThrow(() -> invalid(leaf, expected)));
    }

    /** A type that does not accept quoted text, such as a number. */
    static <T> ValueType<T> plain(String expected, Function<String, Optional<T>> reading) {
        return new ValueType<>(leaf -> {
            Optional<T> value = reading.apply(leaf.text());
            if (value.isPresent() && leaf.style() == Tree.Style.QUOTED) {
                throw new IllegalArgumentException(
                        "Invalid %s %s in quotes: write it without them".formatted(leaf.name(), leaf.describe()));
            }
            return value.orElseThrow(() -> invalid(leaf, expected));
        });
    }

    /** @throws IllegalArgumentException if the text is not a value of this type */
    T valueOf(Tree.Leaf leaf) {
        return reading.apply(leaf);
    }

    /** Reports any mistake in a value. */
    void check(Tree.Leaf leaf, Problems problems) {
        try {
            valueOf(leaf);
        } catch (IllegalArgumentException e) {
            problems.add(leaf, String.valueOf(e.getMessage()));
        }
    }

    /** Reports any mistake in a name that the file chose. */
    void checkName(String kind, String name, Tree.Entry entry, Problems problems) {
        try {
            valueOf(new Tree.Leaf(kind, entry.place(), name, Tree.Style.PLAIN));
        } catch (IllegalArgumentException e) {
            problems.add(entry, String.valueOf(e.getMessage()));
        }
    }

    /** The value, or empty if the text is not a value of this type, which {@link #check} reports. */
    Optional<T> tried(Tree.Leaf leaf) {
        try {
            return Optional.of(valueOf(leaf));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException invalid(Tree.Leaf leaf, String expected) {
        return new IllegalArgumentException(
                "Invalid %s %s: expected %s".formatted(leaf.name(), leaf.describe(), expected));
    }
}
