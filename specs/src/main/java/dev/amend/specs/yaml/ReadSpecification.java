package dev.amend.specs.yaml;

import dev.amend.specs.Specification;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A specification together with what it was read from.
 *
 * @param text the file's text as it is frozen
 * @param keys every key that is set with its value, flattened: {@code execution.max_concurrency} is {@code 2}, a list's
 *     entries are {@code target.key[0]}; the transform's file counts with its content
 */
public record ReadSpecification(Specification specification, String text, SortedMap<String, String> keys) {

    public ReadSpecification {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }
}
