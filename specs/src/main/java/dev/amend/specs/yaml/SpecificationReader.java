package dev.amend.specs.yaml;

import dev.amend.specs.SpecificationException;
import dev.amend.specs.SpecificationException.Problem;
import java.nio.file.Path;
import java.util.List;
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
        if (yamlText.isEmpty()) {
            throw new SpecificationException(List.of(new Problem(fileName, 1, 1, "", "The file is empty")));
        }
        throw new IllegalStateException("Not written yet: " + fileLoader.apply(fileName));
    }

    /**
     * Reads a specification from a file; files that it names are looked for beside it.
     *
     * @throws SpecificationException with every mistake in it, also if the file can't be read
     */
    public static ReadSpecification read(Path file) {
        return read(file.toString(), "", name -> name);
    }
}
