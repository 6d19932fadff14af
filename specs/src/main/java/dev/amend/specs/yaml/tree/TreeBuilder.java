package dev.amend.specs.yaml.tree;

import dev.amend.specs.error.SpecificationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns the parser's graph into a tree: aliases are resolved, and anything that a tree can't hold is refused. */
final class TreeBuilder {
    private static final int MOST_VALUES = 100_000;
    private static final Pattern KEY = Pattern.compile("[^\\p{Cntrl}\\s](?:[^\\p{Cntrl}]{0,198}[^\\p{Cntrl}\\s])?");
    private static final Set<Tag> PLAIN_TAGS = Set.of(Tag.STR, Tag.SEQ, Tag.MAP);

    private final Problems problems;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    TreeBuilder(Problems problems) {
        this.problems = problems;
    }

    /** @throws SpecificationException if the root is not a mapping, or aliases make it endless or huge */
    Tree.Mapping build(Node root) {
        Place place = Place.of(root.getStartMark());
        if (root instanceof MappingNode mapping) {
            return mapping(mapping, "");
        }

        Tree tree = tree(root, "");
        boolean empty = tree instanceof Tree.Leaf leaf && leaf.isNothing();
        throw refused(
                place,
                empty
                        ? "The file is empty: expected a specification"
                        : "Expected keys such as backfill_id and owner, found " + tree.describe());
    }

    private Tree tree(Node node, String path) {
        Place place = Place.of(node.getStartMark());
        if (++values > MOST_VALUES) {
            throw refused(place, "Aliases make this more than %,d values: write it out".formatted(MOST_VALUES));
        }
        if (!open.add(node)) {
            throw refused(place, "An alias stands within the value that it repeats: write it out");
        }
        if (!PLAIN_TAGS.contains(node.getTag())) {
            problems.add(
                    place,
                    path,
                    "The tag %s is not allowed: remove it"
                            .formatted(Words.quoted(node.getTag().getValue())));
        }

        Tree tree = build(node, place, path);
        open.remove(node);
        return tree;
    }

    private Tree build(Node node, Place place, String path) {
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, path);
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(tree(item, path + "[" + items.size() + "]"));
            }
            return new Tree.Sequence(path, place, items);
        }

        ScalarNode scalar = (ScalarNode) node;
        Tree.Style style = scalar.getScalarStyle() == ScalarStyle.PLAIN ? Tree.Style.PLAIN : Tree.Style.QUOTED;
        return new Tree.Leaf(path, place, scalar.getValue(), style);
    }

    private Tree.Mapping mapping(MappingNode node, String path) {
        List<Tree.Entry> entries = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();

        for (NodeTuple tuple : node.getValue()) {
            Place place = Place.of(tuple.getKeyNode().getStartMark());
            Optional<String> key = key(tuple.getKeyNode(), place, path);
            if (key.isEmpty()) {
                continue;
            }

            String below = path.isEmpty() ? key.get() : path + "." + key.get();
            Integer first = lines.putIfAbsent(key.get(), place.line());
            if (first != null) {
                problems.add(
                        place,
                        below,
                        "Duplicate key %s: it stands on line %d already".formatted(Words.quoted(key.get()), first));
                continue;
            }
            entries.add(new Tree.Entry(key.get(), place, tree(tuple.getValueNode(), below)));
        }
        return new Tree.Mapping(path, Place.of(node.getStartMark()), entries);
    }

    private Optional<String> key(Node node, Place place, String path) {
        if (!(node instanceof ScalarNode scalar)
                || !KEY.matcher(scalar.getValue()).matches()) {
            problems.add(place, path, "A key must be a word of at most 200 characters");
            return Optional.empty();
        }
        if (scalar.isPlain() && scalar.getValue().equals("<<")) {
            problems.add(
                    place,
                    path,
                    "The merge key '<<' is not allowed: write the keys out, or repeat a single value with an alias");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    private SpecificationException refused(Place place, String message) {
        problems.add(place, "", message);
        return problems.asException();
    }
}
