package dev.amend.engine.demo;

import dev.amend.specs.Specification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A text file that the demo carries in its jar. */
record DemoResource(String text) {

    /** Reads a file next to this class. */
    static DemoResource named(String name) {
        return read(DemoResource.class, name);
    }

    /** Reads the specification that the demo carries out: the same file as in {@code specs/examples}. */
    static DemoResource specification() {
        return read(Specification.class, "examples/revenue-tax-fix.yaml");
    }

    private static DemoResource read(Class<?> neighbour, String name) {
        try (InputStream in = neighbour.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("No resource '%s' beside %s".formatted(name, neighbour.getName()));
            }

            return new DemoResource(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
