package dev.amend.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
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
}
