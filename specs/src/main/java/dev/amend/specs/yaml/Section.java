package dev.amend.specs.yaml;

import dev.amend.specs.yaml.tree.Place;
import dev.amend.specs.yaml.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The values under one key of the file, each with the type that its shape defines. An absent section has no values. */
final class Section {
    private final Optional<Tree.Mapping> tree;
    private final Keys shape;
    private final Place place;
    private final String path;

    private Section(Optional<Tree.Mapping> tree, Keys shape, Place place, String path) {
        this.tree = tree;
        this.shape = shape;
        this.place = place;
        this.path = path;
    }

    static Section root(Tree.Mapping tree) {
        return new Section(Optional.of(tree), SpecificationShape.SHAPE, tree.place(), "");
    }

    Place place() {
        return place;
    }

    String path() {
        return path;
    }

    boolean isPresent() {
        return tree.isPresent();
    }

    boolean has(String key) {
        return entry(key).isPresent();
    }

    Optional<Tree.Entry> entry(String key) {
        if (shape.key(key).isEmpty()) {
            throw new IllegalStateException("No shape has a key " + path + "." + key);
        }
        return tree.flatMap(mapping -> mapping.entry(key));
    }

    List<Tree.Entry> entries() {
        return tree.map(Tree.Mapping::entries).orElse(List.of());
    }

    /** The value of a key; empty if it is absent, or is not a valid value, which its shape reports. */
    <T> Optional<T> one(String key, ValueType<T> type) {
        return placed(key, type).map(Placed::value);
    }

    /** The value of a key that is known to be present. */
    <T> T must(String key, ValueType<T> type) {
        return one(key, type).orElseThrow(() -> new IllegalStateException("Missing " + path + "." + key));
    }

    <T> Optional<Placed<T>> placed(String key, ValueType<T> type) {
        Optional<Tree> value = entry(key).map(Tree.Entry::value);
        requireType(shapeOf(key), type);
        return value.flatMap(tree -> placed(tree, type));
    }

    /** The values of a list; empty if it is absent. */
    <T> List<Placed<T>> list(String key, ValueType<T> type) {
        Optional<Tree> value = entry(key).map(Tree.Entry::value);
        if (shapeOf(key) instanceof Shape.Rows rows) {
            requireType(rows.row(), type);
        }

        return value.filter(Tree.Sequence.class::isInstance).map(Tree.Sequence.class::cast).stream()
                .flatMap(sequence -> sequence.items().stream())
                .flatMap(item -> placed(item, type).stream())
                .toList();
    }

    <T> List<T> values(String key, ValueType<T> type) {
        return list(key, type).stream().map(Placed::value).toList();
    }

    /** The section below a key. */
    Section section(String key) {
        Shape shapeOfKey = shapeOf(key) instanceof Shape.Either either ? either.full() : shapeOf(key);
        if (!(shapeOfKey instanceof Keys keys)) {
            throw new IllegalStateException("No section: " + path + "." + key);
        }
        Optional<Tree.Entry> entry = entry(key);
        return new Section(
                entry.map(Tree.Entry::value).flatMap(Section::mapping),
                keys,
                entry.map(Tree.Entry::place).orElse(place),
                below(key));
    }

    /** The sections in the entries of a list, in the order of the file. */
    List<Section> rows(String key) {
        Shape shapeOfKey = shapeOf(key) instanceof Shape.Either either ? either.brief() : shapeOf(key);
        if (!(shapeOfKey instanceof Shape.Rows rows)) {
            throw new IllegalStateException("No list: " + path + "." + key);
        }
        return entry(key)
                .map(Tree.Entry::value)
                .filter(Tree.Sequence.class::isInstance)
                .map(Tree.Sequence.class::cast)
                .stream()
                .flatMap(sequence -> sequence.items().stream())
                .map(item -> new Section(mapping(item), keysOf(rows.row()), item.place(), below(key)))
                .toList();
    }

    /** The sections below each name under a key, in the order of the file. */
    List<NamedSection> named(String key) {
        if (!(shapeOf(key) instanceof Shape.Named names)) {
            throw new IllegalStateException("No names: " + path + "." + key);
        }
        Keys keys = names.value() instanceof Shape.Either either ? either.full() : keysOf(names.value());
        return namedEntries(key)
                .map(entry ->
                        new NamedSection(entry, new Section(mapping(entry.value()), keys, entry.place(), entry.path())))
                .toList();
    }

    /** The single values below each name under a key, in the order of the file. */
    <T> List<NamedValue<T>> namedValues(String key, ValueType<T> type) {
        return namedEntries(key)
                .flatMap(entry ->
                        placed(entry.value(), type).map(value -> new NamedValue<>(entry, value.value())).stream())
                .toList();
    }

    private Stream<Tree.Entry> namedEntries(String key) {
        return entry(key).map(Tree.Entry::value).flatMap(Section::mapping).stream()
                .flatMap(mapping -> mapping.entries().stream());
    }

    private Shape shapeOf(String key) {
        return shape.key(key)
                .map(Keys.Key::shape)
                .orElseThrow(() -> new IllegalStateException("No shape has a key " + path + "." + key));
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static Keys keysOf(Shape shape) {
        return shape instanceof Keys keys ? keys : Keys.keys();
    }

    private static void requireType(Shape shape, ValueType<?> type) {
        if (!(shape instanceof Shape.Value value) || value.type() != type) {
            throw new IllegalStateException("Read as another type than its shape says: " + shape.expected());
        }
    }

    private static <T> Optional<Placed<T>> placed(Tree tree, ValueType<T> type) {
        return tree instanceof Tree.Leaf leaf && !leaf.isNothing()
                ? type.tried(leaf).map(value -> new Placed<>(leaf, value))
                : Optional.empty();
    }

    private static Optional<Tree.Mapping> mapping(Tree tree) {
        return tree instanceof Tree.Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    /** A value and its place. */
    record Placed<T>(Tree.Leaf leaf, T value) {}

    /** A name chosen by the file, and a single value under it. */
    record NamedValue<T>(Tree.Entry entry, T value) {

        String name() {
            return entry.key();
        }
    }

    /** A name chosen by the file, and the section below it. */
    record NamedSection(Tree.Entry entry, Section section) {

        String name() {
            return entry.key();
        }
    }
}
