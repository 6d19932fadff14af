package dev.amend.specs.yaml.tree;

import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds tabs between values, which shift columns for readers. YAML allows some; in a text they are content. */
final class Tabs {
    static final String MESSAGE = "A tab stands here: YAML is indented with spaces";

    private final int[] text;
    private final Problems problems;
    private final BitSet values = new BitSet();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Tabs(String text, Problems problems) {
        this.text = text.codePoints().toArray();
        this.problems = problems;
    }

    void check(Node root) {
        markValues(root);

        int line = 1;
        int lineStart = 0;
        boolean comment = false;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
                comment = false;
            }
            comment |= text[i] == '#' && !values.get(i);
            if (text[i] == '\t' && !comment && !values.get(i)) {
                problems.add(new Place(line, i - lineStart + 1), "", MESSAGE);
            }
        }
    }

    private void markValues(Node node) {
        if (!seen.add(node)) {
            return;
        }

        if (node instanceof ScalarNode) {
            values.set(node.getStartMark().getIndex(), node.getEndMark().getIndex());
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::markValues);
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                markValues(tuple.getKeyNode());
                markValues(tuple.getValueNode());
            }
        }
    }
}
