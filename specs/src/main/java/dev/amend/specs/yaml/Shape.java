package dev.amend.specs.yaml;

import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The allowed content at one place in the file. */
sealed interface Shape permits Shape.Value, Shape.Rows, Shape.Named, Shape.Either, Shape.Overlay, Keys {

    /** Reports everything in {@code tree} that does not fit. */
    void check(Tree tree, Problems problems);

    /** This shape without required keys, for a part that overlays another one. */
    Shape partial();

    /** The key paths below {@code path}: {@code *} stands for a name, {@code []} for an entry of a list. */
    Stream<String> paths(String path);

    /** The expected content, for a message. */
    String expected();

    static Rows listOf(ValueType<?> type) {
        return new Rows(new Value(type));
    }

    /** A single value. */
    record Value(ValueType<?> type) implements Shape {

        @Override
        public void check(Tree tree, Problems problems) {
            if (tree instanceof Tree.Leaf leaf && !leaf.isNothing()) {
                type.check(leaf, problems);
            } else {
                Shape.refuse(this, tree, problems);
            }
        }

        @Override
        public Shape partial() {
            return this;
        }

        @Override
        public Stream<String> paths(String path) {
            return Stream.empty();
        }

        @Override
        public String expected() {
            return "a single value";
        }
    }

    /** A list in which no single value appears twice. */
    record Rows(Shape row) implements Shape {

        @Override
        public void check(Tree tree, Problems problems) {
            if (!(tree instanceof Tree.Sequence sequence)) {
                Shape.refuse(this, tree, problems);
                return;
            }

            Set<String> seen = new HashSet<>();
            for (Tree item : sequence.items()) {
                row.check(item, problems);
                if (item instanceof Tree.Leaf leaf && !seen.add(leaf.text().toLowerCase(Locale.ROOT))) {
                    problems.add(leaf, "Invalid %s: %s is listed twice".formatted(leaf.name(), leaf.describe()));
                }
            }
        }

        @Override
        public Shape partial() {
            return this;
        }

        @Override
        public Stream<String> paths(String path) {
            return row.paths(path + "[]");
        }

        @Override
        public String expected() {
            return row instanceof Value ? "a list such as [a, b]" : "a list of mappings";
        }
    }

    /** A mapping whose keys are names chosen by the file. */
    record Named(ValueType<String> name, Shape value) implements Shape {

        @Override
        public void check(Tree tree, Problems problems) {
            if (!(tree instanceof Tree.Mapping mapping)) {
                Shape.refuse(this, tree, problems);
                return;
            }

            Map<String, String> seen = new HashMap<>();
            for (Tree.Entry entry : mapping.entries()) {
                name.checkName(mapping.name() + " name", entry.key(), entry, problems);
                String other = seen.putIfAbsent(entry.key().toLowerCase(Locale.ROOT), entry.key());
                if (other != null) {
                    problems.add(
                            entry,
                            "Invalid name '%s': it differs from '%s' in case only".formatted(entry.key(), other));
                }
                value.check(entry.value(), problems);
            }
        }

        @Override
        public Shape partial() {
            return this;
        }

        @Override
        public Stream<String> paths(String path) {
            return Stream.concat(Stream.of(path + ".*"), value.paths(path + ".*"));
        }

        @Override
        public String expected() {
            return "a mapping from names";
        }
    }

    /** A short form, or a mapping with more details. */
    record Either(Shape brief, Keys full) implements Shape {

        @Override
        public void check(Tree tree, Problems problems) {
            (tree instanceof Tree.Mapping ? full : brief).check(tree, problems);
        }

        @Override
        public Shape partial() {
            return this;
        }

        @Override
        public Stream<String> paths(String path) {
            return Stream.concat(brief.paths(path), full.paths(path));
        }

        @Override
        public String expected() {
            return brief.expected() + ", or " + full.expected();
        }
    }

    /** A part of the specification that repeats keys in order to override them; its keys are already known. */
    record Overlay(Keys keys) implements Shape {

        @Override
        public void check(Tree tree, Problems problems) {
            keys.check(tree, problems);
        }

        @Override
        public Shape partial() {
            return this;
        }

        @Override
        public Stream<String> paths(String path) {
            return Stream.empty();
        }

        @Override
        public String expected() {
            return keys.expected();
        }
    }

    static void refuse(Shape shape, Tree tree, Problems problems) {
        if (tree instanceof Tree.Leaf leaf && leaf.isNothing()) {
            String what = leaf.path().endsWith("]") ? "this entry" : "'" + leaf.name() + "'";
            problems.add(tree, "No value stands here: expected %s, or remove %s".formatted(shape.expected(), what));
        } else {
            problems.add(tree, "Expected %s, found %s".formatted(shape.expected(), tree.describe()));
        }
    }
}
