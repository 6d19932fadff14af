package dev.amend.engine.plan;

import dev.amend.specs.yaml.ReadSpecification;
import dev.amend.specs.yaml.SpecificationReader;

/** A specification as the journal keeps it. */
public final class FrozenSpecification {
    private static final String NAME = "specification.yaml";

    private FrozenSpecification() {}

    /** The text to be kept. */
    public static String write(ReadSpecification read) {
        return read.text();
    }

    /** @throws dev.amend.specs.SpecificationException if it was written by another version and can't be read by this one */
    public static ReadSpecification read(String text) {
        return SpecificationReader.read(NAME, text, file -> {
            throw new IllegalStateException("A frozen specification names a file: " + file);
        });
    }
}
