package dev.amend.specs.yaml.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A value of the file with its key path and its place. */
public sealed interface Tree permits Tree.Leaf, Tree.Sequence, Tree.Mapping {

    String path();

    Place place();

    /** The key that the value belongs to, for a message. */
    default String name() {
        String last = path().substring(path().lastIndexOf('.') + 1);
        return last.contains("[") ? last.substring(0, last.indexOf('[')) : last;
    }

    /** Returns whether no value follows the key. */
    default boolean isNothing() {
        return false;
    }

    /** Returns whether the value has content; an empty list or mapping has none. */
    boolean isSet();

    /** A description for a message: {@code 'text'}, {@code a list}, {@code a mapping} or {@code nothing}. */
    String describe();

    /** The way a value is written: plain, and so possibly a number, or in quotes, and so always text. */
    enum Style {
        PLAIN,
        QUOTED
    }

    /** A single value; dates and numbers are still text. */
    record Leaf(String path, Place place, String text, Style style) implements Tree {

        @Override
        public boolean isNothing() {
            return style == Style.PLAIN && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public boolean isSet() {
            return !isNothing();
        }

        @Override
        public String describe() {
            return isNothing() ? "nothing" : Words.quoted(text);
        }
    }

    /** A list of values. */
    record Sequence(String path, Place place, List<Tree> items) implements Tree {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public boolean isSet() {
            return !items.isEmpty();
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /**
     * Values under keys, in the order of the file; no key occurs twice.
     *
     * @param byKey the entries by their keys
     */
    record Mapping(String path, Place place, List<Entry> entries, Map<String, Entry> byKey) implements Tree {

        public Mapping {
            entries = List.copyOf(entries);
            byKey = Map.copyOf(byKey);
        }

        public Mapping(String path, Place place, List<Entry> entries) {
            this(path, place, entries, entries.stream().collect(Collectors.toMap(Entry::key, entry -> entry)));
        }

        /** The path of a key in this mapping. */
        public String below(String key) {
            return path.isEmpty() ? key : path + "." + key;
        }

        public Optional<Entry> entry(String key) {
            return Optional.ofNullable(byKey.get(key));
        }

        @Override
        public boolean isSet() {
            return !entries.isEmpty();
        }

        @Override
        public String describe() {
            return "a mapping";
        }
    }

    /** A key, its place, and the value under it. */
    record Entry(String key, Place place, Tree value) {

        public String path() {
            return value.path();
        }
    }
}
