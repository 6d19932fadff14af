package dev.amend.specs.yaml;

import java.io.FileNotFoundException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The text under which a specification is kept once a run has begun: its file as it was written and, as a second YAML
 * document, the files that it names.
 */
public final class FrozenText {
    /** No line of a specification begins like this: YAML takes it for the end of the document. */
    private static final String FILES = "\n--- # the files that it names, as they were read\n";

    private FrozenText() {}

    public static String of(ReadSpecification read) {
        return read.files().isEmpty() ? read.text() : read.text() + FILES + document(read.files());
    }

    /**
     * Reads such a text.
     *
     * @param name the name of the specification in messages
     * @throws dev.amend.specs.error.SpecificationException if another version wrote it and this one can't read it, or
     *     if a file is missing in it
     */
    public static ReadSpecification read(String name, String frozen) {
        int end = frozen.lastIndexOf(FILES);
        String text = end < 0 ? frozen : frozen.substring(0, end);
        Map<String, String> files = end < 0 ? Map.of() : files(frozen.substring(end + FILES.length()));
        return SpecificationReader.read(name, text, file -> {
            String content = files.get(file);
            if (content == null) {
                throw new UncheckedIOException(new FileNotFoundException(file));
            }
            return content;
        });
    }

    private static String document(Map<String, String> files) {
        List<NodeTuple> entries = new TreeMap<>(files)
                .entrySet().stream()
                        .map(file -> new NodeTuple(
                                scalar(file.getKey(), ScalarStyle.DOUBLE_QUOTED), legible(file.getValue())))
                        .toList();
        return serialized(new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK));
    }

    /** As lines, unless these would be read as another text. */
    private static Node legible(String text) {
        Node literal = scalar(text, ScalarStyle.LITERAL);
        boolean isSame = text.equals(read(serialized(new MappingNode(
                        Tag.MAP,
                        List.of(new NodeTuple(scalar("text", ScalarStyle.DOUBLE_QUOTED), literal)),
                        FlowStyle.BLOCK)))
                .get("text"));
        return isSame ? literal : scalar(text, ScalarStyle.DOUBLE_QUOTED);
    }

    private static Node scalar(String text, ScalarStyle style) {
        return new ScalarNode(Tag.STR, text, null, null, style);
    }

    private static String serialized(Node node) {
        DumperOptions options = new DumperOptions();
        options.setSplitLines(false);
        StringWriter text = new StringWriter();
        new Yaml(new Representer(options), options).serialize(node, text);
        return text.toString();
    }

    private static Map<String, String> files(String document) {
        try {
            return read(document);
        } catch (YAMLException | ClassCastException e) {
            // The specification is refused then, because the file that it names is missing
            return Map.of();
        }
    }

    private static Map<String, String> read(String document) {
        Map<?, ?> found = new Yaml(new SafeConstructor(new LoaderOptions())).load(document);
        return found.entrySet().stream()
                .collect(Collectors.toMap(file -> (String) file.getKey(), file -> (String) file.getValue()));
    }
}
