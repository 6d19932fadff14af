package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.CheckName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CheckWordsTest {

    @ParameterizedTest
    @EnumSource
    void everyCheckHasAMeaningUnderTheNameOfItsFindings(CheckName check) {
        assertThat(CheckWords.of(check)).isNotBlank();
        assertThat(CheckWords.of(check.text())).isEqualTo(CheckWords.of(check));
        assertThat(CheckWords.of(check.of("revenue: net"))).isEqualTo(CheckWords.of(check));
    }

    @Test
    void aCheckOfAnotherVersionHasNone() {
        assertThat(CheckWords.of("row-counts")).isEmpty();
        assertThat(CheckWords.of("")).isEmpty();
    }
}
