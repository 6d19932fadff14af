package dev.amend.reconciliation.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * A reconciliation as JSON, and back. Keys are snake_case, enums lower case, and figures are strings, so that no reader
 * rounds them. Absent values have no key.
 */
public final class ReconciliationJson {
    private static final JsonMapper MAPPER = mapper();

    private ReconciliationJson() {}

    public static String write(BatchReconciliation reconciliation) {
        try {
            return MAPPER.writeValueAsString(reconciliation);
        } catch (JacksonException e) {
            throw new IllegalStateException("Cannot write a reconciliation as JSON", e);
        }
    }

    /** @throws IllegalArgumentException if {@code json} is not a reconciliation */
    public static BatchReconciliation read(String json) {
        try {
            return Objects.requireNonNull(MAPPER.readValue(json, BatchReconciliation.class));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Invalid reconciliation: " + e.getOriginalMessage(), e);
        }
    }

    /** The mapper of every document of this module; the same content is always the same text. */
    public static JsonMapper mapper() {
        SimpleModule figures = new SimpleModule();
        figures.addSerializer(BigDecimal.class, new PlainNumber());

        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                // A document has the components of a record, and not the results of its other methods
                .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
                .addModule(new Jdk8Module())
                .addModule(figures)
                .build();
    }

    /** Writes 1.0 and 1.00 as the same text. */
    private static final class PlainNumber extends StdSerializer<BigDecimal> {
        private static final long serialVersionUID = 1;

        PlainNumber() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal value, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            BigDecimal canonical = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            generator.writeString(canonical.toPlainString());
        }
    }
}
