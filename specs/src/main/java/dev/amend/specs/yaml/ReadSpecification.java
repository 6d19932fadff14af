package dev.amend.specs.yaml;

import dev.amend.specs.Specification;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A specification together with the text and keys that it was read from.
 *
 * @param text the text of its file
 * @param files the texts of the files that it names, by their names
 * @param keys every set key with its value, flattened: {@code execution.max_concurrency} is {@code 2}, a list's entries
 *     are {@code target.key[0]}; the transform's file is included with its content
 */
public record ReadSpecification(
        Specification specification, String text, Map<String, String> files, SortedMap<String, String> keys) {

    public ReadSpecification {
        files = Map.copyOf(files);
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }
}
