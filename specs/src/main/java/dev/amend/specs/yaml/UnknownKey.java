package dev.amend.specs.yaml;

import dev.amend.specs.yaml.tree.Tree;
import dev.amend.specs.yaml.tree.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes the message for an unknown key: the nearest known key here, or the place where the key belongs. */
final class UnknownKey {

    private UnknownKey() {}

    static String message(Tree.Entry entry, Keys here) {
        String key = entry.key().replace('-', '_').toLowerCase(Locale.ROOT);
        Supplier<String> valid = () -> ": valid here are " + String.join(", ", here.names());

        return "Unknown key %s".formatted(Words.quoted(entry.key()))
                + EditDistance.nearest(key, here.names())
                        .or(() -> suffixed(key, here))
                        .map(": did you mean '%s'?"::formatted)
                        .or(() -> elsewhere(key, entry.path()))
                        .orElseGet(valid);
    }

    private static Optional<String> suffixed(String key, Keys here) {
        return here.suffixed()
                .map(Keys.Key::name)
                .flatMap(suffix -> IntStream.range(1, key.length())
                        .filter(i -> key.charAt(i) == '_'
                                && EditDistance.nearest(key.substring(i), List.of(suffix))
                                        .isPresent())
                        .mapToObj(i -> key.substring(0, i) + suffix)
                        .findFirst());
    }

    private static Optional<String> elsewhere(String key, String path) {
        Stream<String> places = SpecificationShape.PATHS.stream().filter(known -> known.endsWith("." + key));
        Stream<String> topLevel =
                path.contains(".") ? SpecificationShape.SHAPE.names().stream().filter(key::equals) : Stream.empty();
        return Stream.concat(
                        topLevel.map(known -> ": it stands at the top level"),
                        places.map(
                                known -> ": it stands in '%s'".formatted(known.substring(0, known.lastIndexOf('.')))))
                .findFirst();
    }
}
