package dev.amend.reconciliation.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FigureTextTest {

    @Test
    void groupsThousandsAndKeepsCents() {
        assertThat(FigureText.number(new BigDecimal("1234567.50"))).isEqualTo("1,234,567.50");
        assertThat(FigureText.number(new BigDecimal("-0.0000001"))).isEqualTo("0.00");
        assertThat(FigureText.change(new BigDecimal("12"))).isEqualTo("+12");
        assertThat(FigureText.change(new BigDecimal("-12"))).isEqualTo("-12");
    }

    @Test
    void showsTinyChangesInsteadOfZero() {
        assertThat(FigureText.change(new BigDecimal("0.0000001234"))).isEqualTo("+0.00000012");
        assertThat(FigureText.change(new BigDecimal("-5.55E-17"))).isEqualTo("-5.6E-17");
        assertThat(FigureText.change(new BigDecimal("0.000001"))).isEqualTo("+0.000001");
        assertThat(FigureText.change(BigDecimal.ZERO)).isEqualTo("0");
    }

    @Test
    void showsSmallPercentagesInsteadOfZero() {
        assertThat(FigureText.percent(Optional.of(new BigDecimal("-1.234")))).isEqualTo("-1.23%");
        assertThat(FigureText.percent(Optional.of(new BigDecimal("0.000012")))).isEqualTo("+0.000012%");
        assertThat(FigureText.percent(Optional.of(new BigDecimal("-0.00999"))))
                .as("no more than two digits")
                .isEqualTo("-0.01%");
        assertThat(FigureText.percent(Optional.of(BigDecimal.ZERO))).isEqualTo("0.00%");
        assertThat(FigureText.percent(Optional.empty())).isEqualTo("from nothing");
    }
}
