package dev.amend.reconciliation.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundSqlTest {

    @Test
    void writesValuesAsSparkReadsThem() {
        assertThat(BoundSql.of(
                        "select :day, :at, :local, :limit, :share, :n, :issue, :i",
                        Map.of(
                                "day",
                                LocalDate.parse("2025-06-09"),
                                "at",
                                Instant.parse("2025-06-09T10:00:00.000001Z"),
                                "local",
                                LocalDateTime.parse("2025-06-09T10:00:00"),
                                "limit",
                                new BigDecimal("0.005"),
                                "share",
                                1e-9,
                                "n",
                                7L,
                                "issue",
                                "it's \\ FIN-7",
                                "i",
                                3)))
                .isEqualTo("select date'2025-06-09', timestamp'2025-06-09 10:00:00.000001Z',"
                        + " timestamp_ntz'2025-06-09 10:00:00.000000', 0.005BD, 1.0E-9D, 7L, 'it\\'s \\\\ FIN-7', 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ':day'",
                "select 'it\\':day'",
                "select \":day\"",
                "select `:day`",
                "select 1 -- :day",
                "select /* :day\n:day */ 1",
                "select x::day",
                "select :days"
            })
    void leavesAloneWhatIsNoParameter(String statement) {
        assertThat(BoundSql.of(statement, Map.of("day", LocalDate.parse("2025-06-09"))))
                .isEqualTo(statement);
    }
}
