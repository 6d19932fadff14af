package dev.amend.engine.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON for people and scripts: snake_case names, ISO 8601 times and durations, null for an absent value, and
 * no credentials in any text. Reading ignores unknown fields, so an older engine can read a newer one's journal, and
 * refuses a missing value, so no value is invented.
 */
final class StateJson {
    /** One mapper for all: it takes longer to learn the records than to read them. */
    private static final ObjectMapper MAPPER = newMapper();

    private final StateSeal seal = new StateSeal();

    /** @param key the key to write it under; it is stored with the record, so that a misplaced record is noticed */
    byte[] write(String key, Object value) {
        try {
            ObjectNode sealed = seal.sealed(key, MAPPER.valueToTree(value));
            return (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(sealed) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new IllegalStateException("Cannot write " + value, e);
        }
    }

    /** Adds the seal to a JSON object that someone else wrote as text, without changing its content. */
    byte[] seal(String key, byte[] document) {
        try {
            ObjectNode sealed = seal.sealed(key, (ObjectNode) MAPPER.readTree(document));
            return (MAPPER.writeValueAsString(sealed) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write " + key, e);
        }
    }

    /**
     * Returns the content that {@link #seal} was given.
     *
     * @throws dev.amend.specs.error.AmendException of code {@link StateCode#JOURNAL_UNREADABLE} if it was changed since
     */
    byte[] unseal(String key, String location, byte[] content) {
        try {
            ObjectNode document = parsed(content);
            requireSeal(key, document);
            return MAPPER.writeValueAsString(seal.unsealed(document)).getBytes(StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            throw StateCode.unreadable(key, location, reason(e), e);
        }
    }

    private static ObjectNode parsed(byte[] content) throws IOException {
        if (MAPPER.readTree(content) instanceof ObjectNode document) {
            return document;
        }
        throw new IOException("it is no JSON object");
    }

    private void requireSeal(String key, JsonNode document) throws IOException {
        Optional<String> broken = seal.broken(key, document);
        if (broken.isPresent()) {
            throw new IOException(broken.get());
        }
    }

    /** @throws dev.amend.specs.error.AmendException of code {@link StateCode#JOURNAL_UNREADABLE} */
    <T> T read(String key, String location, byte[] content, Class<T> type) {
        try {
            ObjectNode document = parsed(content);
            T value = MAPPER.treeToValue(document, type);
            requireSeal(key, document);
            return value;
        } catch (IOException | RuntimeException e) {
            throw StateCode.unreadable(key, location, reason(e), e);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "%s: %s".formatted(path(mapping), words(mapping));
        }
        if (e instanceof JacksonException json && json.getLocation() != null) {
            return "line %d, column %d: %s"
                    .formatted(
                            json.getLocation().getLineNr(), json.getLocation().getColumnNr(), words(json));
        }
        return String.valueOf(e.getMessage());
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference part : e.getPath()) {
            if (part.getFieldName() == null) {
                path.append('[').append(part.getIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(part.getFieldName());
            }
        }
        return path.toString();
    }

    private static String words(JacksonException e) {
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return String.valueOf(e.getCause().getMessage());
        }
        if (e instanceof InvalidNullException) {
            return "it is missing";
        }
        if (e instanceof InvalidFormatException format) {
            return "'%s' is no %s"
                    .formatted(format.getValue(), format.getTargetType().getSimpleName());
        }
        // Jackson's own messages name Java classes and its tokens
        if (e instanceof MismatchedInputException) {
            return "something else belongs here";
        }
        return syntaxError(e).orElseGet(e::getOriginalMessage);
    }

    /** The parser's finding, even if a record's field wraps it. */
    private static Optional<String> syntaxError(JacksonException e) {
        Throwable found = e.getCause() instanceof JacksonException cause ? cause : e;
        if (found instanceof JsonEOFException) {
            return Optional.of("the text ends too early");
        }
        return found instanceof StreamReadException ? Optional.of("this is no JSON") : Optional.empty();
    }

    private static ObjectMapper newMapper() {
        SimpleModule values = new SimpleModule()
                .addSerializer(Instant.class, new TextSerializer<>())
                .addDeserializer(Instant.class, new TextDeserializer<>(Instant::parse, "a moment"))
                .addSerializer(Duration.class, new TextSerializer<>())
                .addDeserializer(Duration.class, new TextDeserializer<>(Duration::parse, "a duration"))
                .addSerializer(new OptionalSerializer())
                .addDeserializer(Optional.class, new OptionalDeserializer());

        ObjectMapper mapper = JsonMapper.builder()
                .addModule(values)
                .addModule(MaskedText.module())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL))
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        for (Class<?> mayBeAbsent : List.of(List.class, Map.class)) {
            mapper.configOverride(mayBeAbsent).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        }
        mapper.configOverride(Optional.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        return mapper;
    }

    private static final class TextSerializer<T> extends JsonSerializer<T> {
        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.toString());
        }
    }

    private static final class TextDeserializer<T> extends JsonDeserializer<T> {
        private final Function<String, T> parse;
        private final String what;

        TextDeserializer(Function<String, T> parse, String what) {
            this.parse = parse;
            this.what = what;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getText();
            try {
                return parse.apply(text);
            } catch (DateTimeException e) {
                throw JsonMappingException.from(json, "'%s' is not %s in ISO 8601".formatted(text, what), e);
            }
        }
    }

    private static final class OptionalSerializer extends JsonSerializer<Optional<?>> {
        @Override
        @SuppressWarnings("unchecked") // a class literal has no type arguments
        public Class<Optional<?>> handledType() {
            return (Class<Optional<?>>) (Class<?>) Optional.class;
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator json, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(value.orElse(null), json);
        }
    }

    private static final class OptionalDeserializer extends JsonDeserializer<Optional<?>>
            implements ContextualDeserializer {
        private final @Nullable JavaType type;

        OptionalDeserializer() {
            this(null);
        }

        private OptionalDeserializer(@Nullable JavaType type) {
            this.type = type;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            return new OptionalDeserializer(context.getContextualType().containedType(0));
        }

        @Override
        public Optional<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Optional.of(context.readValue(json, type));
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return Optional.empty();
        }
    }
}
