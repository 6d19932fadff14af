package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.reconciliation.finding.ReconciliationJson;
import dev.amend.reconciliation.report.LargestReport.Text;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportSizeIT {
    private static final int LARGEST = 3_000_000;
    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(90);

    @ParameterizedTest
    @CsvSource({"3, LETTERS", "3, QUOTES", "3, CHINESE", "8, LETTERS", "8, QUOTES", "8, CHINESE"})
    void staysBelowThreeMillionBytesWhateverIsFound(int measures, Text text) {
        Report report = new LargestReport(measures, text).report();

        assertThat(report.batches().stream()
                        .mapToInt(batch -> batch.partitions().size())
                        .sum())
                .isEqualTo(550);
        assertThat(report.total().topDeltas()).hasSize(measures * 2 * 20);
        assertThat(report.total().samples()).hasSize(6 * 10);
        assertThat(ReportHtml.render(report).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(LARGEST);
    }

    @Test
    void saysWhatItLeavesOutAndThatTheJsonReportHasIt() throws JsonProcessingException {
        Report report = new LargestReport(8, Text.LETTERS).report();

        assertThat(ReportHtml.render(report))
                .contains(
                        "In 380 rows more columns differ than there is space for here",
                        "The JSON report has all of them")
                .containsPattern("<li class=\"soft\">and [0-9]+ more columns</li>")
                .contains("92 more findings", " more are in the JSON report")
                .contains("parts of a key to 100 (the JSON report has the whole key)");
        List<JsonNode> rows = rows(report);
        assertThat(rows).hasSize(380).allSatisfy(row -> {
            assertThat(row.get("cells")).hasSize(40);
            assertThat(row.at("/key/1/value").asText()).hasSize(200);
        });
    }

    @Test
    void showsEveryColumnOfARowWhereThereIsSpace() {
        assertThat(ReportHtml.render(FullReport.needsDecision())).doesNotContain("more columns", "more column");
    }

    /** Ten times as many days take about ten times as long; a hundred times would take minutes. */
    @Test
    void takesTimeThatGrowsWithTheDaysAndNotWithTheirSquare() {
        Report report = LargestReport.ofFifteenYears(8).report();

        String html = assertTimeoutPreemptively(FAR_TOO_LONG, () -> ReportHtml.render(report));

        assertThat(html.contains("in 5,500 of 5,500 partitions")).isTrue();
    }

    private static List<JsonNode> rows(Report report) throws JsonProcessingException {
        JsonNode total = ReconciliationJson.mapper().readTree(report.json()).get("total");
        List<JsonNode> rows = new ArrayList<>();
        total.get("top_deltas").forEach(top -> rows.add(top.get("row")));
        total.get("samples").forEach(rows::add);
        return rows;
    }
}
