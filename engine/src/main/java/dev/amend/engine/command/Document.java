package dev.amend.engine.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON document with its fields in order; what there is not is {@code null}. */
final class Document {
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    Document with(String key, Object value) {
        fields.put(key, value instanceof Document document ? document.fields() : value);
        return this;
    }

    Document with(String key, Optional<?> value) {
        fields.put(
                key,
                value.map(found -> found instanceof Document document ? document.fields() : found)
                        .orElse(null));
        return this;
    }

    Map<String, @Nullable Object> fields() {
        return Collections.unmodifiableMap(fields);
    }
}
