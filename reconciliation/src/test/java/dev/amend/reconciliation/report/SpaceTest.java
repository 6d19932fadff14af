package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pebbletemplates.pebble.PebbleEngine;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpaceTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "4,004.10", "{\"id\": 7}", "<b> & 'b'", "a/b=c`d", "Zürich Αθήνα", "商户 النص", "😀"})
    void isNeverLessThanWhatATextTakes(String text) throws IOException {
        StringWriter html = new StringWriter();
        new PebbleEngine.Builder().build().getLiteralTemplate("{{ text }}").evaluate(html, Map.of("text", text));

        assertThat(Space.of(text)).isGreaterThanOrEqualTo(html.toString().getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4,004.10", "Zürich Αθήνα", "商户"})
    void isWhatAPlainTextTakes(String text) {
        assertThat(Space.of(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
}
