package dev.amend.engine.journal;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
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
 * Records as JSON for people and scripts: names in snake_case, moments and durations as ISO 8601 text, an absent value
 * as null. Reading ignores what it does not know, so that an older engine reads a newer one's journal, and refuses a
 * missing value, so that nothing is made up.
 */
final class JournalJson {
    private final ObjectMapper mapper = newMapper();

    byte[] write(Object value) {
        try {
            return (mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new IllegalStateException("Cannot write " + value, e);
        }
    }

    /** @throws dev.amend.specs.AmendException of code {@link JournalCode#JOURNAL_UNREADABLE} */
    <T> T read(String key, String location, byte[] content, Class<T> type) {
        try {
            T value = mapper.readValue(content, type);
            if (value == null) {
                throw new IOException("it is null");
            }
            return value;
        } catch (IOException e) {
            throw JournalCode.unreadable(key, location, reason(e), e);
        }
    }

    private static String reason(IOException e) {
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
        // Jackson's words name Java classes, but for text that is no JSON at all
        return e instanceof MismatchedInputException ? "something else belongs here" : e.getOriginalMessage();
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
