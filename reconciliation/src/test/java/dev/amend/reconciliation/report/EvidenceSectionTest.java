package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** How the figures came about and what they do not say, so that someone else can come to them again. */
final class EvidenceSectionTest {
    private static final String HASHED =
            "Texts, binary and nested values were compared by 64-bit hashes; numbers, dates and truth values as they are.";
    private static final String READ =
            "Old and new were read by snapshot id; both sides of every batch were read in full.";
    private static final String CUT =
            "Values are cut to 200 characters here, parts of a key to 100 (the JSON report has the whole key); full values were compared.";
    private static final String SKETCHED = "Medians and percentiles are right to one percent of their size.";

    @Test
    void namesTolerancesColumnsThatWereLeftOutAndThoseThatAreNotShown() {
        Specification specification = OneWeek.specification()
                .key("revenue_date", "merchant_id")
                .tolerance("score", "0", "1e-9")
                .tolerance("net_revenue", "0.01", "0")
                .volatileColumns("recalculated_at", "load_id")
                .sensitive("iban", "email")
                .build();

        assertThat(ParsedPage.of(OneWeek.compared(specification)).texts("evidence", "li"))
                .containsExactly(
                        READ,
                        "Rows were paired by revenue_date, merchant_id.",
                        HASHED,
                        CUT,
                        SKETCHED,
                        "Tolerances: net_revenue absolute 0.01, relative 0; score absolute 0, relative 0.000000001.",
                        "Not compared, since they are declared volatile: load_id, recalculated_at.",
                        "Compared and never shown, with ••• in place of every value: email, iban.");
    }

    @Test
    void saysThatNothingWasToleratedOrLeftOutWhereNothingWas() {
        Specification specification =
                OneWeek.specification().key().volatileColumns().build();

        assertThat(ParsedPage.of(OneWeek.compared(specification)).texts("evidence", "li"))
                .containsExactly(
                        READ,
                        "The target has no key: it was compared as a bag of rows, so that a changed row counts as one removed and one added.",
                        HASHED,
                        CUT,
                        SKETCHED,
                        "No column has a tolerance: every difference counts.");
    }

    /** To be copied: line by line, with every sign as it was. */
    @Test
    void showsEveryStatementAsItRan() {
        String comparison = "select *\nfrom old\nwhere net < 5 and note <> \"<b>\" -- it's & all";
        String measure = "select count(distinct merchant_id) from new";
        ParsedPage page = ParsedPage.of(OneWeek.compared(OneWeek.specification().build(), comparison, measure));

        assertThat(page.texts("evidence", "details/summary"))
                .containsExactly(
                        "SQL of batch 2024-12-02, statement 1 of 2", "SQL of batch 2024-12-02, statement 2 of 2");
        assertThat(page.texts("evidence", "details/pre")).containsExactly(comparison, measure);
    }

    /** For those who read the report with a program. */
    @Test
    void isInTheJsonToo() throws IOException {
        Report report = OneWeek.compared(OneWeek.specification().build(), "select 1", "select \"2\"");
        ParsedPage page = ParsedPage.of(report);

        JsonNode evidence = new ObjectMapper().readTree(report.json()).get("evidence");

        assertThat(texts(evidence.get("limits"))).isEqualTo(page.texts("evidence", "li"));
        assertThat(evidence.get("sql").findValuesAsText("text")).containsExactly("select 1", "select \"2\"");
        assertThat(evidence.get("sql").findValuesAsText("title")).isEqualTo(page.texts("evidence", "details/summary"));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void saysOfADryRunThatItsRowsAreGone() {
        Specification specification = OneWeek.specification().build();
        ReportFacts run = OneWeek.facts(specification);
        ReportFacts dry = ReportFacts.ofDryRun(
                specification,
                run.baseline(),
                run.pins(),
                run.codeVersion(),
                run.ranBy(),
                run.runs(),
                run.generatedAt());
        Report report =
                Report.assemble(dry, OneWeek.compared(specification, "select 1").batches());

        assertThat(ParsedPage.of(report).texts("evidence", "li"))
                .startsWith(
                        "This is a dry run: the new rows are what the transformation returned for this report, and were not written. A run computes them again, from the sources as they are then.",
                        "Partitions next to the range were not compared: nothing could have touched them.",
                        "In the SQL, amend_dry_run stands for the rows of the transformation.")
                .doesNotContain(READ);
    }
}
