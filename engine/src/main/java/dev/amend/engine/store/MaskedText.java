package dev.amend.engine.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.amend.specs.text.Secrets;
import java.io.IOException;

/** Serializes the texts of a JSON document without credentials. */
public final class MaskedText extends StdSerializer<String> {
    private static final long serialVersionUID = 1;

    private MaskedText() {
        super(String.class);
    }

    /** The module for mappers of documents that leave the process. */
    public static Module module() {
        return new SimpleModule("masked-text").addSerializer(new MaskedText());
    }

    @Override
    public void serialize(String text, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(Secrets.masked(text));
    }
}
