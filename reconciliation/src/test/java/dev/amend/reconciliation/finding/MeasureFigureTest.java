package dev.amend.reconciliation.finding;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.amend.reconciliation.checks.Expectations;
import dev.amend.specs.Measure;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A measure without a value, over no rows or over nulls only, is never taken for zero. */
final class MeasureFigureTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = ';', textBlock = """
                    -100; -50;  -100 → -50 (+50.00%)
                    -50;  -100; -50 → -100 (-100.00%)
                    -100; 100;  -100 → 100 (+200.00%)
                    100;  -100; 100 → -100 (-200.00%)
                    100;  50;   100 → 50 (-50.00%)
                    0;    -5;   0 → -5 (from nothing)
                    0;    0;    0 → 0 (0.00%)
                    -;    5;    no value → 5 (from nothing)
                    -;    0;    no value → 0 (from nothing)
                    5;    -;    5 → no value (-100.00%)
                    -5;   -;    -5 → no value (+100.00%)
                    0;    -;    0 → no value (to nothing)
                    -;    -;    no value → no value (no value)
                    """)
    void saysHowFarItMoved(BigDecimal before, BigDecimal after, String text) throws JsonProcessingException {
        assertThat(FigureText.move(figure(before, after))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = ';', textBlock = """
                    -; 0; 0%;        FAIL
                    0; -; 0%;        FAIL
                    -; 0; -5 to 5;   FAIL
                    0; -; -5 to 5;   FAIL
                    -; 5; -10% to 10%; FAIL
                    -; 5; 0 to 5;    PASS
                    5; -; -5 to 0;   PASS
                    5; -; -5% to 0%; FAIL
                    -; -; 0%;        PASS
                    -; -; 1% to 2%;  FAIL
                    -100; -50; 49% to 51%; PASS
                    """)
    void isHeldAgainstWhatIsExpected(BigDecimal before, BigDecimal after, String expected, Outcome outcome)
            throws JsonProcessingException {
        Expectations expectations = new Expectations(aSpecification()
                .measure("revenue", "sum(net)", expected, Measure.Per.BATCH)
                .build());

        assertThat(expectations.ofMeasures(List.of(figure(before, after)), Measure.Per.BATCH, "2024-12-02"))
                .extracting(Finding::outcome)
                .containsExactly(outcome);
    }

    @Test
    void addsUpToAValueIfOnePartHasOne() throws JsonProcessingException {
        MeasureFigure sum =
                figure(null, BigDecimal.ONE).plus(figure(null, null)).plus(figure(null, BigDecimal.TEN));

        assertThat(ReconciliationJson.mapper().writeValueAsString(sum))
                .isEqualTo("{\"after\":\"11\",\"before\":null,\"name\":\"revenue\"}");
    }

    /** As it is kept in a journal. */
    private static MeasureFigure figure(BigDecimal before, BigDecimal after) throws JsonProcessingException {
        return ReconciliationJson.mapper()
                .readValue(
                        "{\"name\":\"revenue\",\"before\":%s,\"after\":%s}".formatted(quoted(before), quoted(after)),
                        MeasureFigure.class);
    }

    private static String quoted(BigDecimal value) {
        return value == null ? "null" : "\"" + value + "\"";
    }
}
