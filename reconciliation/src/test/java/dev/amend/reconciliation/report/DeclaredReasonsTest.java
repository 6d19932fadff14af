package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.specs.Level;
import dev.amend.specs.Specification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Nothing passes because nothing was asked: a row that changed needs a reason, or a decision. */
final class DeclaredReasonsTest {
    private static final Finding NONE_DECLARED = new Finding(
            Level.ROW,
            "declared-reasons",
            Outcome.WARN,
            Finding.TOTAL,
            "a declared reason for every row that changed",
            "60 rows changed, and the specification declares no reason (validation.explained_by)");

    private final Specification nothingAsked = OneWeek.specification().build();
    private final Specification reasonsAsked =
            OneWeek.specification().rule("tax-taken-out", "new.net = old.net").build();

    @Test
    void needADecisionWhereRowsChangedAndNoneIsDeclared() {
        Report report = OneWeek.ofDays(nothingAsked, List.of(day(60)));

        assertThat(report.total().verdict()).isEqualTo(Verdict.NEEDS_DECISION);
        assertThat(report.total().findings()).containsExactly(NONE_DECLARED);
    }

    @Test
    void areMissedInTheFirstSentenceOfTheReport() {
        Report report = OneWeek.ofDays(nothingAsked, List.of(day(60)));

        assertThat(ParsedPage.of(report).texts("verdict", "p"))
                .contains("60 rows changed without a declared reason. No check failed, in 1 of 1 batch; "
                        + "1 finding is worth a look.");
        assertThat(ReportMarkdown.render(report))
                .startsWith("## Needs a decision: Correct tax-inclusive revenue calculation\n\n"
                        + "60 rows changed without a declared reason. ")
                .contains("amend approve");
    }

    @Test
    void areMissedInAReportThatIsNotFinalAndInOneThatFailed() {
        Report begun =
                OneWeek.ofDays(OneWeek.specification().partitionsPerBatch(3).build(), List.of(day(1)));
        Report failed = Report.assemble(
                OneWeek.facts(nothingAsked),
                List.of(withFailure(
                        OneWeek.ofDays(nothingAsked, List.of(day(60))).batches().get(0))));

        assertThat(ReportMarkdown.render(begun))
                .contains(
                        "\n1 row changed without a declared reason. This report is not final: 1 of 3 batches are in.");
        assertThat(failed.total().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(ReportMarkdown.render(failed)).contains("60 rows changed without a declared reason.");
    }

    @Test
    void areMissedInADryRunToo() {
        Report run = OneWeek.ofDays(nothingAsked, List.of(day(60)));
        ReportFacts facts = run.facts();
        Report dry = Report.assemble(
                ReportFacts.ofDryRun(
                        nothingAsked,
                        facts.baseline(),
                        facts.pins(),
                        facts.codeVersion(),
                        facts.ranBy(),
                        facts.runs(),
                        facts.generatedAt()),
                run.batches());

        assertThat(ReportMarkdown.render(dry)).contains("\n60 rows changed without a declared reason. 1 of 1 batch");
    }

    @Test
    void areNotMissedWhereNothingChangedOrSomeAreDeclared() {
        Report unchanged = OneWeek.ofDays(nothingAsked, List.of(day(0)));
        Report explained = OneWeek.ofDays(reasonsAsked, List.of(day(0)));

        assertThat(unchanged.total().findings()).isEmpty();
        assertThat(unchanged.total().verdict()).isEqualTo(Verdict.PASS);
        assertThat(explained.total().findings())
                .extracting(Finding::check, Finding::outcome)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("unexplained-rows", Outcome.PASS));
    }

    @Test
    void failAReportWhereSomeAreDeclaredAndARowHasNone() {
        Report report = OneWeek.ofDays(reasonsAsked, List.of(day(1)));

        assertThat(report.total().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.total().findings())
                .containsExactly(
                        new Finding(Level.ROW, "unexplained-rows", Outcome.FAIL, Finding.TOTAL, "at most 0", "1"));
    }

    @Test
    void leaveNoEmptyParenthesesWhereNoMeasureIsDeclared() {
        Report report = OneWeek.ofDays(nothingAsked, List.of(day(60)));

        assertThat(ReportMarkdown.render(report))
                .contains("- Unexplained: **60** (the specification declares no reasons)")
                .doesNotContain("()");
        assertThat(ReportMarkdown.render(OneWeek.ofDays(reasonsAsked, List.of(day(2)))))
                .contains("- Unexplained: **2** (rows that no declared reason covers)");
    }

    /** Everything is the same then, since nothing is there. */
    @Test
    void aRangeWithoutAnyRowNeedsADecision() {
        PartitionFigures empty = new PartitionFigures(
                20059,
                "2024-12-02",
                new Fingerprint(0, 0, 0),
                new Fingerprint(0, 0, 0),
                Map.of(),
                0,
                0,
                new TreeMap<>(),
                0,
                new TreeMap<>(),
                List.of());

        Report report = OneWeek.ofDays(reasonsAsked, List.of(empty));

        assertThat(report.total().verdict()).isEqualTo(Verdict.NEEDS_DECISION);
        assertThat(report.total().findings()).contains(Finding.noRows());
    }

    private static BatchReconciliation withFailure(BatchReconciliation batch) {
        return new BatchReconciliation(
                batch.batch(),
                batch.range(),
                batch.baselineSnapshot(),
                batch.shadowSnapshot(),
                List.of(new Finding(Level.STRUCTURAL, "row-count", Outcome.FAIL, batch.batch(), "as before", "more")),
                batch.partitions(),
                batch.guardBand(),
                batch.measures(),
                batch.contributions(),
                batch.columns(),
                batch.topDeltas(),
                batch.samples(),
                batch.sql());
    }

    private static PartitionFigures day(long unexplained) {
        return new PartitionFigures(
                20059,
                "2024-12-02",
                new Fingerprint(60, 1, 1),
                new Fingerprint(60, 2, 2),
                Map.of(RowClass.SAME, 60 - unexplained, RowClass.CHANGED, unexplained),
                0,
                0,
                new TreeMap<>(),
                unexplained,
                new TreeMap<>(),
                List.of());
    }
}
