package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.Finding;
import dev.amend.reconciliation.Outcome;
import dev.amend.reconciliation.ReconciliationJson;
import dev.amend.specs.Specification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {
    private final Specification specification = SampleReports.specification();
    private final List<BatchReconciliation> batches = SampleReports.batches(specification, List.of("net_revenue"));

    @Test
    void hasTheSameDigestWheneverAndInWhateverOrderItWasMade() {
        List<BatchReconciliation> reversed = new ArrayList<>(batches);
        Collections.reverse(reversed);

        Report first = Report.assemble(SampleReports.facts(specification, SampleReports.NOW, 1), batches);
        Report second = Report.assemble(
                SampleReports.facts(specification, SampleReports.NOW.plus(Duration.ofDays(3)), 4), reversed);

        assertThat(second.digest()).isEqualTo(first.digest()).hasSize(64);
        assertThat(second.json()).isNotEqualTo(first.json()).contains(first.digest());
    }

    @Test
    void hasAnotherDigestWhenAFindingChanges() {
        ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);
        List<BatchReconciliation> other = new ArrayList<>(batches);
        other.set(40, withFirstFinding(batches.get(40), Outcome.WARN));

        assertThat(Report.assemble(facts, other).digest())
                .isNotEqualTo(Report.assemble(facts, batches).digest());
        assertThat(Report.assemble(facts, batches.subList(0, 78)).digest())
                .isNotEqualTo(Report.assemble(facts, batches).digest());
    }

    @Test
    void addsBatchesUp() {
        TotalReconciliation total = Report.assemble(SampleReports.facts(specification, SampleReports.NOW, 1), batches)
                .total();

        assertThat(total.verdict()).isEqualTo(Verdict.PASS);
        assertThat(total.rowsBefore()).isEqualTo(54_700);
        assertThat(total.measures().get(0).after())
                .isEqualByComparingTo(batches.stream()
                        .map(batch -> batch.measures().get(0).after())
                        .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add));
        assertThat(total.findings())
                .extracting(Finding::check, Finding::outcome)
                .contains(org.assertj.core.groups.Tuple.tuple("measure:gross", Outcome.PASS));
        assertThat(total.topDeltas()).hasSize(40);
        assertThat(total.samples()).hasSize(10);
        assertThat(total.columns().get(0).rows()).isEqualTo(79 * 690);
    }

    @Test
    void isNotFinalBeforeAllBatchesAreIn() {
        ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);
        List<BatchReconciliation> failed = List.of(withFirstFinding(batches.get(0), Outcome.FAIL));

        assertThat(Report.assemble(facts, batches.subList(0, 5)).total().verdict())
                .isEqualTo(Verdict.NEEDS_DECISION);
        assertThat(Report.assemble(facts, failed).total().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void comesBackFromJson() {
        BatchReconciliation batch = batches.get(3);

        assertThat(ReconciliationJson.read(ReconciliationJson.write(batch)))
                .usingRecursiveComparison()
                .withComparatorForType(java.math.BigDecimal::compareTo, java.math.BigDecimal.class)
                .isEqualTo(batch);
    }

    static BatchReconciliation withFirstFinding(BatchReconciliation batch, Outcome outcome) {
        Finding first = batch.findings().get(0);
        return with(
                batch,
                new Finding(first.level(), first.check(), outcome, first.scope(), first.expected(), first.found()));
    }

    static BatchReconciliation withFound(BatchReconciliation batch, String found) {
        Finding first = batch.findings().get(0);
        return with(
                batch, new Finding(first.level(), first.check(), Outcome.FAIL, first.scope(), first.expected(), found));
    }

    private static BatchReconciliation with(BatchReconciliation batch, Finding first) {
        List<Finding> findings = new ArrayList<>(batch.findings());
        findings.set(0, first);
        return new BatchReconciliation(
                batch.batch(),
                batch.range(),
                batch.baselineSnapshot(),
                batch.shadowSnapshot(),
                findings,
                batch.partitions(),
                batch.guardBand(),
                batch.measures(),
                batch.contributions(),
                batch.columns(),
                batch.topDeltas(),
                batch.samples(),
                batch.sql());
    }
}
