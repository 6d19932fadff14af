package dev.amend.reconciliation.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdditiveExpressionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(net_revenue)",
                "count(*)",
                " SUM ( gross - tax ) ",
                "sum(a) - sum(b) * 2",
                "sum(if(status = ')', amount, 0))",
                "sum(x) filter (where status = 'paid')",
                "count_if(refunded) + count(id)"
            })
    void addsUpSumsAndCounts(String expression) {
        assertThat(AdditiveExpression.matches(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "avg(x)",
                "sum(a) / count(*)",
                "max(x)",
                "count(distinct merchant_id)",
                "sum(DISTINCT x)",
                "round(sum(x), 2)",
                "sum(x) + 1",
                "sum(x) * sum(y)",
                "sum(x) * 2 * sum(y)",
                "sum(x",
                "summary(x)",
                ""
            })
    void leavesEverythingElseToAQueryOfItsOwn(String expression) {
        assertThat(AdditiveExpression.matches(expression)).isFalse();
    }

    /** A row without the one value must not lose the other. */
    @Test
    void countsTermsWithoutAnyValueAsZero() {
        assertThat(AdditiveExpression.parse("sum(a) - sum(b) filter (where c) * 2"))
                .hasValueSatisfying(
                        expression -> assertThat(expression.ofGroup())
                                .isEqualTo(
                                        "if(sum(a) is null and sum(b) filter (where c) is null, null,  coalesce(sum(a), 0) - coalesce(sum(b) filter (where c), 0) * 2)"));
        assertThat(AdditiveExpression.parse("count(*) - sum(a)").map(AdditiveExpression::ofGroup))
                .as("a count has a value always")
                .contains(" coalesce(count(*), 0) - coalesce(sum(a), 0)");
        assertThat(AdditiveExpression.parse("sum(a)").map(AdditiveExpression::ofGroup))
                .contains("sum(a)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    sum(a - b);                a - b
                    TRY_SUM(a);                a
                    count(*);                  1L
                    count_if(a is null);       if(a is null, 1L, 0L)
                    count(a);
                    sum(a) * 2;
                    sum(a) - sum(b);
                    sum(a) filter (where b);
                    avg(a);
                    """)
    void saysWhatOneRowAddsWhereTypesDoNotMatter(String expression, String ofOneRow) {
        assertThat(AdditiveExpression.parse(expression).flatMap(AdditiveExpression::ofOneRow))
                .isEqualTo(Optional.ofNullable(ofOneRow));
    }
}
