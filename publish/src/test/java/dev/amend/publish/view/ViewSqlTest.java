package dev.amend.publish.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.view.ImmutableSQLViewRepresentation;
import org.apache.iceberg.view.ImmutableViewVersion;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a plain select from one table, and what becomes of its text. */
final class ViewSqlTest {
    private static final TableIdentifier TARGET = TableIdentifier.of("finance", "revenue");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select * from finance.revenue | select * from finance.amend_tax_fix",
                "SELECT day, net FROM lake.finance.revenue | SELECT day, net FROM lake.finance.amend_tax_fix",
                "select * from `finance`.`revenue` | select * from `finance`.`amend_tax_fix`",
                "select r.net from finance.revenue as r where r.net > 0 | select r.net from finance.amend_tax_fix as r where r.net > 0",
                "select revenue from finance.revenue r order by 1, 2 | select revenue from finance.amend_tax_fix r order by 1, 2",
                "select extract(year from day) from revenue | select extract(year from day) from amend_tax_fix",
                "select * from finance.revenue where a is distinct from b | select * from finance.amend_tax_fix where a is distinct from b",
                "select 'from finance.revenue' as note from finance.revenue | select 'from finance.revenue' as note from finance.amend_tax_fix",
                "/* from finance.revenue */ select * from finance . revenue | /* from finance.revenue */ select * from finance . amend_tax_fix",
                "select shop, sum(net) from finance.revenue group by shop having sum(net) > 1 limit 5 | select shop, sum(net) from finance.amend_tax_fix group by shop having sum(net) > 1 limit 5"
            })
    void readsTheShadowInsteadOfTheTarget(String before, String after) {
        ViewSql sql = sql(before);

        ViewSql.Name table = sql.onlyTable().orElseThrow();

        assertThat(table.means("lake", TARGET)).isTrue();
        assertThat(sql.reading(table, "amend_tax_fix")).isEqualTo(after);
        ViewSql there = sql(after);
        assertThat(there.reading(there.onlyTable().orElseThrow(), "revenue"))
                .as("and back")
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from finance.revenue, finance.shops",
                "select * from finance.revenue join finance.shops using (shop)",
                "select * from finance.revenue natural join finance.shops",
                "select * from (select * from finance.revenue)",
                "select * from finance.revenue where shop in (select shop from finance.shops)",
                "select * from finance.revenue union all select * from finance.revenue",
                "with r as (select * from finance.revenue) select * from r",
                "select * from finance.revenue version as of 5",
                "select * from finance.revenue for version as of 5",
                "select * from finance.revenue tablesample (5 percent)",
                "select * from finance.revenue lateral view explode(a) t",
                "select revenue.net from finance.revenue",
                "from finance.revenue select *",
                "select 1",
                "table finance.revenue",
                ""
            })
    void anythingElseIsNoPlainSelect(String text) {
        assertThat(sql(text).onlyTable()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from finance.revenue_old",
                "select * from sales.revenue",
                "select * from other.finance.revenue",
                "select * from finance.revenue.branch_x",
                "select * from finance.Revenue"
            })
    void anotherTableIsNotTheTarget(String text) {
        assertThat(sql(text).onlyTable().orElseThrow().means("lake", TARGET)).isFalse();
    }

    @Test
    void aNameAloneIsOfTheViewsOwnNamespace() {
        SQLViewRepresentation bare = representation("select * from revenue");

        assertThat(new ViewSql(bare, version(bare, Namespace.of("sales")))
                        .onlyTable()
                        .orElseThrow()
                        .means("lake", TARGET))
                .isFalse();
    }

    @Test
    void aBackslashTakesTheQuoteIntoASparkLiteral() {
        assertThat(sql("select 'it\\'s' as a, 'from x' as b from finance.revenue")
                        .onlyTable()
                        .orElseThrow()
                        .parts())
                .containsExactly("finance", "revenue");
    }

    @Test
    void findsAMentionAnywhereButInTextAndComments() {
        assertThat(sql("select * from a join `x`.`AMEND_TAX_FIX` using (b)").mentions("amend_tax_fix"))
                .isTrue();
        assertThat(sql("select 'amend_tax_fix' as a from b -- amend_tax_fix").mentions("amend_tax_fix"))
                .isFalse();
    }

    private static ViewSql sql(String text) {
        SQLViewRepresentation representation = representation(text);
        return new ViewSql(representation, version(representation, TARGET.namespace()));
    }

    private static SQLViewRepresentation representation(String text) {
        return ImmutableSQLViewRepresentation.builder()
                .dialect("spark")
                .sql(text)
                .build();
    }

    private static ViewVersion version(SQLViewRepresentation representation, Namespace namespace) {
        return ImmutableViewVersion.builder()
                .versionId(1)
                .timestampMillis(0)
                .schemaId(0)
                .defaultNamespace(namespace)
                .addRepresentations(representation)
                .build();
    }
}
