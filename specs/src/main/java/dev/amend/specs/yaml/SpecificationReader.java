package dev.amend.specs.yaml;

import dev.amend.specs.SpecificationException;
import dev.amend.specs.Transform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** Reads a specification: what it returns is complete and valid. */
public final class SpecificationReader {

    private SpecificationReader() {}

    /**
     * Reads a specification from its text.
     *
     * @param fileName names the specification in messages
     * @param fileLoader the text of a file that the specification names, relative to it; an
     *     {@link java.io.UncheckedIOException} becomes a mistake at the place that names the file
     * @throws SpecificationException with every mistake in it
     */
    public static ReadSpecification read(String fileName, String yamlText, Function<String, String> fileLoader) {
        Problems problems = new Problems(fileName);
        Tree.Mapping tree = new YamlText(yamlText, problems).tree();
        Section root = Section.root(tree);

        Optional<Transform> transform = new TransformReader(root, fileLoader, problems).read();
        check(tree, problems);
        problems.throwIfAny();

        SortedMap<String, String> keys = FlatKeys.of(tree, transform.orElseThrow());
        String digest = FlatKeys.digest(keys);
        return new ReadSpecification(
                new SpecificationBuilder(root).build(transform.orElseThrow(), digest), yamlText, keys);
    }

    /**
     * Reads a specification from a file; files that it names are looked for beside it.
     *
     * @throws SpecificationException with every mistake in it, also if the file can't be read
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
