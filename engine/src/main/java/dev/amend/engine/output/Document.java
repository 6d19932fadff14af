package dev.amend.engine.output;

import dev.amend.specs.error.AmendException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON document with its fields in order; an absent value is {@code null}. */
public final class Document {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    public Document with(String key, Object value) {
        fields.put(key, value instanceof Document document ? document.fields() : value);
        return this;
    }

    public Document with(String key, Optional<?> value) {
        fields.put(
                key,
                value.map(found -> found instanceof Document document ? document.fields() : found)
                        .orElse(null));
        return this;
    }

    /** The error document of every command: what is wrong, where, and what to do next. */
    public static Document error(AmendException failure) {
        return new Document()
                .with("code", failure.code().name())
                .with("message", String.valueOf(failure.getMessage()))
                .with("where", failure.where())
                .with("next", failure.next());
    }

    public Map<String, @Nullable Object> fields() {
        return Collections.unmodifiableMap(fields);
    }
}
