package dev.amend.specs.yaml.tree;

import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Text that should be YAML. Text that is not YAML is refused, and so are features that no specification needs. */
public final class YamlText {
    public static final int LARGEST = 1024 * 1024;
    public static final String TOO_LARGE = "The file is larger than 1 MiB: a specification is a page or two";
    private static final int DEEPEST = 200;

    private final String text;
    private final Problems problems;

    public YamlText(String text, Problems problems) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.problems = problems;
    }

    /** @throws dev.amend.specs.error.SpecificationException if it can't be read at all, or its root is not a mapping */
    public Tree.Mapping tree() {
        if (text.length() > LARGEST || text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw refused(Place.START, TOO_LARGE);
        }

        Node root = composed();
        if (text.indexOf('\t') >= 0) {
            new Tabs(text, problems).check(root);
        }
        return new TreeBuilder(problems).build(root);
    }

    private Node composed() {
        StreamReader reader = new StreamReader(text);
        try {
            Node root = composer(reader).getSingleNode();
            if (root == null) {
                throw refused(Place.START, "The file is empty: expected a specification");
            }
            return root;
        } catch (MarkedYAMLException e) {
            throw refused(e.getProblemMark() == null ? here(reader) : Place.of(e.getProblemMark()), sentence(e));
        } catch (ReaderException e) {
            throw refused(
                    Place.after(codePoints(e.getPosition())),
                    "The character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
        } catch (IllegalArgumentException e) {
            throw refused(here(reader), "Cannot read this as YAML: no character has this escape");
        } catch (YAMLException e) {
            throw refused(here(reader), "Values are nested more than %d levels deep".formatted(DEEPEST));
        }
    }

    private static Composer composer(StreamReader reader) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST + 1);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE); // TreeBuilder limits how far aliases may grow
        options.setTagInspector(tag -> true); // nothing is constructed; TreeBuilder refuses every tag with its place
        return new Composer(new ParserImpl(reader, options), new EverythingIsText(), options);
    }

    private static String sentence(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("TAB")) {
            return Tabs.MESSAGE;
        }
        if (problem.contains("another document")) {
            return "The file holds several documents: a specification is one, without '---' between its parts";
        }

        String begun = e.getContextMark() == null
                ? ""
                : " on line %d".formatted(e.getContextMark().getLine() + 1);
        String context = e.getContext() == null ? "" : e.getContext() + begun + ", ";
        return "Cannot read this as YAML: "
                + (context + problem).replace('\n', ' ').strip();
    }

    private static Place here(StreamReader reader) {
        return new Place(reader.getLine() + 1, reader.getColumn() + 1);
    }

    private String codePoints(int count) {
        int codePoints = Math.min(count, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    private RuntimeException refused(Place place, String message) {
        problems.add(place, "", message);
        return problems.asException();
    }

    /** Leaves dates and numbers as text: the key decides what a value means. */
    private static final class EverythingIsText extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            // none
        }
    }
}
