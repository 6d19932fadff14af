package dev.amend.specs.yaml;

import dev.amend.specs.Transform;
import dev.amend.specs.error.SpecificationException;
import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import dev.amend.specs.yaml.tree.YamlText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads a specification: the result is complete and valid. */
public final class SpecificationReader {

    private SpecificationReader() {}

    /**
     * Reads a specification from its text.
     *
     * @param fileName the name of the specification in messages
     * @param fileLoader loads the text of a file that the specification names, relative to it; an {@link
     *     java.io.UncheckedIOException} becomes a mistake at the place that names the file
     * @throws SpecificationException with all mistakes in the specification
     */
    public static ReadSpecification read(String fileName, String yamlText, Function<String, String> fileLoader) {
        Problems problems = new Problems(fileName);
        Tree.Mapping tree = new YamlText(yamlText, problems).tree();
        Section root = Section.root(tree);

        Map<String, String> files = new TreeMap<>();
        Function<String, String> keeping = name -> files.computeIfAbsent(name, fileLoader);
        Optional<Transform> transform = new TransformReader(root, keeping, problems).read();
        check(tree, problems);
        CredentialLines.check(yamlText, problems);
        problems.throwIfAny();

        SortedMap<String, String> keys = FlatKeys.of(tree, transform.orElseThrow());
        String digest = FlatKeys.digest(keys);
        return new ReadSpecification(
                new SpecificationBuilder(root).build(transform.orElseThrow(), digest), yamlText, files, keys);
    }

    /**
     * Reads a specification from a file; files that it names are searched for in the same directory.
     *
     * @throws SpecificationException with all mistakes, or if the file can't be read
     */
    public static ReadSpecification read(Path file) {
        SpecificationFile specification = new SpecificationFile(file);
        return read(file.toString(), specification.text(), specification::beside);
    }

    private static void check(Tree.Mapping tree, Problems problems) {
        SpecificationShape.SHAPE.check(tree, problems);
        NotSupportedYet.check(tree, problems);

        Section root = Section.root(tree);
        new RangeRules(root, problems).check();
        new ColumnRules(root, problems).check();
        new ExecutionRules(root, problems).check();
        new MeasureRules(root).check(problems);
        new PublishRules(root).check(problems);
        new NamedQueries(root).check(problems);
        new RollbackRules(root).check(problems);
    }
}
