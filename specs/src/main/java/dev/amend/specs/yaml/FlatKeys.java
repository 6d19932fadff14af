package dev.amend.specs.yaml;

import dev.amend.specs.Transform;
import dev.amend.specs.yaml.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A specification as key paths with their values, in which two specifications can be compared. */
final class FlatKeys {

    private FlatKeys() {}

    static SortedMap<String, String> of(Tree.Mapping tree, Transform transform) {
        SortedMap<String, String> keys = new TreeMap<>();
        flatten(tree, keys);
        keys.put("transform.sql", transform.sql());
        return keys;
    }

    private static void flatten(Tree tree, SortedMap<String, String> keys) {
        if (tree instanceof Tree.Leaf leaf) {
            keys.put(leaf.path(), leaf.text());
        } else if (tree instanceof Tree.Sequence sequence) {
            sequence.items().forEach(item -> flatten(item, keys));
        } else if (tree instanceof Tree.Mapping mapping) {
            mapping.entries().forEach(entry -> flatten(entry.value(), keys));
        }
        emptyAs(tree).ifPresent(text -> keys.put(tree.path(), text));
    }

    private static Optional<String> emptyAs(Tree tree) {
        if (tree instanceof Tree.Sequence sequence && sequence.items().isEmpty()) {
            return Optional.of("[]");
        }
        return tree instanceof Tree.Mapping mapping && mapping.entries().isEmpty()
                ? Optional.of("{}")
                : Optional.empty();
    }

    /** SHA-256 over each key and value with its length before it, so that no two specifications are hashed alike. */
    static String digest(SortedMap<String, String> keys) {
        MessageDigest digest = sha256();
        keys.forEach((key, value) -> {
            digest.update(lengthPrefixed(key));
            digest.update(lengthPrefixed(value));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] lengthPrefixed(String text) {
        return (text.length() + ":" + text).getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
