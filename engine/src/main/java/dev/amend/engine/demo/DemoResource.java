package dev.amend.engine.demo;

import dev.amend.specs.Specification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A text that the demo brings along in the jar. */
record DemoResource(String text) {

    /** A file beside this class. */
    static DemoResource named(String name) {
        return read(DemoResource.class, name);
    }

    /** The specification that the demo carries out: the very file of {@code specs/examples}. */
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
