package dev.amend.specs.yaml;

import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import dev.amend.specs.yaml.tree.Words;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A mapping with known keys, and possibly keys that combine a name from the file with a fixed suffix. */
record Keys(List<Key> known, Optional<Key> suffixed) implements Shape {

    /** Tells whether a key must be present. */
    enum Need {
        REQUIRED,
        OPTIONAL
    }

    /** A key and the allowed content under it. */
    record Key(String name, Shape shape, Need need, String example) {

        private void check(Tree tree, Problems problems) {
            if (need == Need.REQUIRED && tree.isNothing()) {
                problems.add(tree, "No value stands here: expected such as " + example);
            } else {
                shape.check(tree, problems);
            }
        }

        static Key required(String name, Shape shape, String example) {
            return new Key(name, shape, Need.REQUIRED, example);
        }

        static Key required(String name, ValueType<?> type, String example) {
            return required(name, new Shape.Value(type), example);
        }

        static Key optional(String name, Shape shape) {
            return new Key(name, shape, Need.OPTIONAL, "");
        }

        static Key optional(String name, ValueType<?> type) {
            return optional(name, new Shape.Value(type));
        }
    }

    Keys {
        known = List.copyOf(known);
    }

    static Keys keys(Key... keys) {
        return new Keys(List.of(keys), Optional.empty());
    }

    /** A copy that also allows keys {@code NAME_SUFFIX}. */
    Keys andSuffixed(String suffix, ValueType<?> type) {
        return new Keys(known, Optional.of(Key.optional(suffix, type)));
    }

    Optional<Key> key(String name) {
        return Stream.concat(
                        known.stream().filter(key -> key.name().equals(name)),
                        suffixed.filter(key -> isSuffixed(name)).stream())
                .findFirst();
    }

    /** Returns whether it is a name followed by the suffix. */
    boolean isSuffixed(String name) {
        return suffixed.filter(key ->
                        name.endsWith(key.name()) && name.length() > key.name().length())
                .isPresent();
    }

    Collection<String> names() {
        return known.stream().map(Key::name).toList();
    }

    @Override
    public void check(Tree tree, Problems problems) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            Shape.refuse(this, tree, problems);
            return;
        }

        for (Tree.Entry entry : mapping.entries()) {
            key(entry.key())
                    .ifPresentOrElse(
                            key -> key.check(entry.value(), problems),
                            () -> problems.add(entry, UnknownKey.message(entry, this)));
        }
        for (Key key : known) {
            if (key.need() == Need.REQUIRED && mapping.entry(key.name()).isEmpty()) {
                problems.add(
                        mapping.place(),
                        mapping.below(key.name()),
                        "Missing key '%s', such as %s".formatted(key.name(), key.example()));
            }
        }
    }

    @Override
    public Keys partial() {
        return new Keys(
                known.stream()
                        .map(key -> Key.optional(key.name(), key.shape().partial()))
                        .toList(),
                suffixed);
    }

    /** A copy with one more key. */
    Keys and(Key key) {
        return new Keys(Stream.concat(known.stream(), Stream.of(key)).toList(), suffixed);
    }

    /** A copy without some keys. */
    Keys without(String... names) {
        List<String> gone = Arrays.asList(names);
        return new Keys(known.stream().filter(key -> !gone.contains(key.name())).toList(), suffixed);
    }

    @Override
    public Stream<String> paths(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        Stream<String> ours = known.stream()
                .flatMap(key -> Stream.concat(
                        Stream.of(prefix + key.name()), key.shape().paths(prefix + key.name())));
        return Stream.concat(ours, suffixed.map(key -> prefix + "*" + key.name()).stream());
    }

    @Override
    public String expected() {
        return "a mapping with " + Words.either(names().stream().limit(4).toList());
    }
}
