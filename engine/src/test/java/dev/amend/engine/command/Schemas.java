package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Holds documents of real commands against the schemas of the reference. */
public final class Schemas {
    private static final Path REFERENCE = Path.of("..", "docs", "reference");

    private Schemas() {}

    /** The document, which must be as its schema says. */
    public static JsonNode valid(String schema, JsonNode document) {
        try {
            JsonNode found = new ObjectMapper()
                    .readTree(REFERENCE.resolve(schema + ".schema.json").toFile());
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(
                                    found,
                                    SchemaValidatorsConfig.builder()
                                            .formatAssertionsEnabled(true)
                                            .build())
                            .validate(document))
                    .as("%s: %s", schema, document)
                    .isEmpty();
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
