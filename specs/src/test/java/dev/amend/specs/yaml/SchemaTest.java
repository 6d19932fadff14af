package dev.amend.specs.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.amend.specs.yaml.Keys.Need;
import dev.amend.specs.yaml.tree.Place;
import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.Tree;
import dev.amend.specs.yaml.tree.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors are told and what the reader accepts are the same. */
final class SchemaTest {
    private static final JsonNode SCHEMA = schema();

    @Test
    void knowsTheKeysOfTheReader() {
        List<String> differences = new ArrayList<>();

        compare("", SpecificationShape.SHAPE, SCHEMA, differences);

        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void acceptsEveryExample(Path example) throws IOException {
        JsonNode document = asJson(Files.readString(example));

        assertThat(validator().validate(document)).isEmpty();
    }

    @Test
    void acceptsEveryKeyThereIs() throws IOException {
        JsonNode document = asJson(Files.readString(Path.of("src/test/resources/every-key.yaml")));

        assertThat(validator().validate(document)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typo-at-the-top",
                "typo-below",
                "missing-end",
                "missing-key",
                "bad-id",
                "bad-table",
                "bad-version",
                "no-date-at-all",
                "no-partitions-in-a-batch",
                "bad-words",
                "concurrency-out-of-bounds",
                "number-in-quotes",
                "yes-is-no-flag",
                "bad-durations",
                "price-without-currency",
                "bad-price",
                "spark-settings-of-the-cluster",
                "spark-settings-that-change-the-meaning",
                "lookback-without-partition-key",
                "bad-source-names",
                "source-without-table",
                "transform-twice",
                "transform-of-nothing",
                "transform-without-text",
                "transform-file-elsewhere",
                "negative-tolerance",
                "unexplained-without-rows",
                "bad-tag",
                "view-without-name",
                "view-without-shadow-table",
                "view-on-a-branch",
                "shadow-table-without-view",
                "view-for-a-commit",
                "exclude-twice",
                "text-where-a-list-belongs",
                "list-where-text-belongs",
                "key-without-value",
                "bad-profile"
            })
    void refusesWhatTheReaderRefuses(String name) throws IOException {
        JsonNode document = asJson(Files.readString(Path.of("src/test/resources/cases", name, "spec.yaml")));

        assertThat(validator().validate(document)).isNotEmpty();
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    private static void compare(String path, Shape shape, JsonNode schema, List<String> differences) {
        JsonNode resolved = resolve(schema);
        if (shape instanceof Keys keys) {
            compareKeys(path, keys, resolved, differences);
        } else if (shape instanceof Shape.Rows rows) {
            expect(path, resolved.path("type").asText().equals("array"), "a list", differences);
            compare(path + "[]", rows.row(), resolved.path("items"), differences);
        } else if (shape instanceof Shape.Named names) {
            expect(path, resolved.path("additionalProperties").isObject(), "a mapping from names", differences);
            compare(path + ".*", names.value(), resolved.path("additionalProperties"), differences);
        } else if (shape instanceof Shape.Either either) {
            compare(path, either.brief(), resolved.path("anyOf").path(0), differences);
            compare(path, either.full(), resolved.path("anyOf").path(1), differences);
        } else if (shape instanceof Shape.Overlay overlay) {
            Set<String> names = texts(resolved.path("propertyNames").path("enum"));
            expect(
                    path,
                    names.equals(new TreeSet<>(overlay.keys().names())),
                    "keys " + overlay.keys().names(),
                    differences);
        } else if (shape instanceof Shape.Value value) {
            compareValue(path, value, resolved, differences);
        }
    }

    private static void compareKeys(String path, Keys keys, JsonNode schema, List<String> differences) {
        Set<String> properties = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(properties::add);
        expect(
                path,
                properties.equals(new TreeSet<>(keys.names())),
                "keys " + keys.names() + ", not " + properties,
                differences);

        Set<String> required = new TreeSet<>();
        keys.known().stream().filter(key -> key.need() == Need.REQUIRED).forEach(key -> required.add(key.name()));
        expect(path, texts(schema.path("required")).equals(required), "required " + required, differences);
        expect(path, schema.path("additionalProperties").isBoolean(), "no other keys", differences);
        expect(
                path,
                schema.path("patternProperties").size()
                        == keys.suffixed().stream().count(),
                "suffixes",
                differences);

        for (Keys.Key key : keys.known()) {
            String below = path + "." + key.name();
            JsonNode property = schema.path("properties").path(key.name());
            expect(below, property.hasNonNull("description"), "a description", differences);
            compare(below, key.shape(), property, differences);
        }
    }

    private static void compareValue(String path, Shape.Value value, JsonNode schema, List<String> differences) {
        boolean single = !schema.has("properties") && !schema.has("items") && !schema.isMissingNode();
        expect(path, single, "a single value", differences);

        Stream.concat(texts(schema.path("enum")).stream(), texts(schema.path("default")).stream())
                .filter(word -> value.type()
                        .tried(new Tree.Leaf(path, Place.START, word, Tree.Style.PLAIN))
                        .isEmpty())
                .forEach(word -> differences.add(path + ": the reader refuses " + word));
    }

    private static void expect(String path, boolean condition, String what, List<String> differences) {
        if (!condition) {
            differences.add(path + ": expected " + what);
        }
    }

    private static Set<String> texts(JsonNode node) {
        Set<String> texts = new TreeSet<>();
        if (node.isValueNode()) {
            texts.add(node.asText());
        }
        node.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? SCHEMA.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    private static JsonSchema validator() {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SCHEMA);
    }

    private static JsonNode schema() {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/dev/amend/specs/backfill-v1.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode asJson(String yaml) {
        return asJson(new YamlText(yaml, new Problems("test")).tree());
    }

    private static JsonNode asJson(Tree tree) {
        if (tree instanceof Tree.Mapping mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), asJson(entry.value())));
            return object;
        }
        if (tree instanceof Tree.Sequence sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            sequence.items().forEach(item -> array.add(asJson(item)));
            return array;
        }
        return scalar((Tree.Leaf) tree);
    }

    /** As a YAML 1.2 reader of an editor sees it. */
    private static JsonNode scalar(Tree.Leaf leaf) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (leaf.isNothing()) {
            return nodes.nullNode();
        }
        if (leaf.style() == Tree.Style.QUOTED) {
            return nodes.textNode(leaf.text());
        }
        if (leaf.text().matches("-?\\d{1,18}")) {
            return nodes.numberNode(Long.parseLong(leaf.text()));
        }
        if (leaf.text().matches("[-+]?\\d+(\\.\\d*)?([eE][-+]?\\d+)?")) {
            return nodes.numberNode(new java.math.BigDecimal(leaf.text()));
        }
        return leaf.text().matches("true|false")
                ? nodes.booleanNode(leaf.text().equals("true"))
                : nodes.textNode(leaf.text());
    }
}
