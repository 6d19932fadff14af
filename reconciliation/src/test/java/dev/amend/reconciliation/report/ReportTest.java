package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.amend.reconciliation.checks.TotalReconciliation;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ColumnChange;
import dev.amend.reconciliation.finding.ColumnChange.ConstantFactor;
import dev.amend.reconciliation.finding.ColumnChange.FactorBucket;
import dev.amend.reconciliation.finding.ColumnChange.Factors;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.finding.ReconciliationJson;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** The new data's snapshot differs with every build, and so does its time. */
    @Test
    void saysWhenOldAndNewDataWereCommittedOutsideOfTheDigest() throws JsonProcessingException {
        ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);
        Report report = Report.assemble(facts, batches);
        Report unbuilt = Report.assemble(withShadow(facts, Optional.empty()), batches);

        JsonNode json = ReconciliationJson.mapper().readTree(report.json());
        assertThat(json.at("/baseline_committed_at").asText()).isEqualTo("2026-06-04T22:11:05Z");
        assertThat(json.at("/shadow_committed_at").asText()).isEqualTo("2026-06-05T03:40:59Z");
        assertThat(factsOf(report))
                .contains(
                        "Old data: snapshot 3908462709290536517 of 2026-06-04 22:11:05 UTC",
                        "New data: snapshot 8821946712209184411 of 2026-06-05 03:40:59 UTC");
        assertThat(ReportHtml.render(report)).contains("snapshot 8821946712209184411 of 2026-06-05 03:40:59 UTC");

        assertThat(unbuilt.digest()).isEqualTo(report.digest());
        assertThat(factsOf(unbuilt)).contains("New data: nothing was compared yet");
        JsonNode without = ReconciliationJson.mapper().readTree(unbuilt.json());
        assertThat(without.at("/shadow_snapshot").asLong()).isZero();
        assertThat(without.has("shadow_committed_at")).isFalse();
    }

    private static ReportFacts withShadow(ReportFacts facts, Optional<ReportFacts.SnapshotAt> shadow) {
        return new ReportFacts(
                facts.specification(),
                facts.baseline(),
                shadow,
                facts.pins(),
                facts.codeVersion(),
                facts.ranBy(),
                facts.runs(),
                facts.decisions(),
                facts.generatedAt());
    }

    private static List<String> factsOf(Report report) {
        return new SummaryLines(report)
                .facts().stream().map(fact -> fact.term() + ": " + fact.text()).toList();
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
    void hasAnotherDigestWhenAFactorChanges() {
        ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);
        ColumnChange change = batches.get(40).columns().get(0);
        List<FactorBucket> buckets = new ArrayList<>(change.factors().buckets());
        FactorBucket first = buckets.get(0);
        buckets.set(0, new FactorBucket(first.index(), first.pairs(), first.before(), first.before()));
        List<BatchReconciliation> other = new ArrayList<>(batches);
        other.set(
                40,
                withColumns(
                        batches.get(40),
                        List.of(withFactors(change, new Factors(change.factors().constant(), buckets)))));

        assertThat(Report.assemble(facts, other).digest())
                .isNotEqualTo(Report.assemble(facts, batches).digest());
    }

    @Test
    void addsUpTheFactorsOfBatches() {
        ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);
        Report report = Report.assemble(facts, batches);

        assertThat(report.total().columns().get(0).factors().constant())
                .usingComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(new ConstantFactor(new BigDecimal("0.836"), 79 * 680L, 79 * 690L));
        assertThat(report.json())
                .contains(
                        "{\"buckets\":[],\"constant\":[{\"factor\":\"0.836\",\"of\":54510,\"pairs\":53720}]}",
                        "{\"buckets\":[],\"constant\":[{\"factor\":\"0.836\",\"of\":690,\"pairs\":680}]}");
    }

    /** A batch that was kept before there were factors: its pairs count, and none of them has a factor. */
    @Test
    void readsBatchesThatWereKeptWithoutFactors() throws JsonProcessingException {
        JsonNode kept = ReconciliationJson.mapper().readTree(ReconciliationJson.write(batches.get(0)));
        kept.get("columns").forEach(column -> ((ObjectNode) column).remove("factors"));
        BatchReconciliation old = ReconciliationJson.read(kept.toString());
        ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);

        assertThat(old.columns()).extracting(ColumnChange::factors).containsOnly(Factors.NONE);
        assertThat(factorsOfAll(facts, old, 1)).isEmpty();
        assertThat(factorsOfAll(facts, old, 79))
                .extracting(ConstantFactor::pairs, ConstantFactor::of)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(78 * 680L, 79 * 690L));
    }

    private List<ConstantFactor> factorsOfAll(ReportFacts facts, BatchReconciliation first, int count) {
        List<BatchReconciliation> all = new ArrayList<>(batches.subList(0, count));
        all.set(0, first);
        return Report.assemble(facts, all).total().columns().get(0).factors().constant();
    }

    @Test
    void addsBatchesUp() {
        TotalReconciliation total = Report.assemble(SampleReports.facts(specification, SampleReports.NOW, 1), batches)
                .total();

        assertThat(total.verdict()).isEqualTo(Verdict.PASS);
        assertThat(total.rowsBefore()).isEqualTo(54_700);
        assertThat(total.measures().get(0).after().orElseThrow())
                .isEqualByComparingTo(batches.stream()
                        .map(batch -> batch.measures().get(0).after().orElseThrow())
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
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
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
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

    static ColumnChange withFactors(ColumnChange change, Factors factors) {
        return new ColumnChange(
                change.column(), change.rows(), change.nullToValue(), change.valueToNull(), change.deltas(), factors);
    }

    static BatchReconciliation withColumns(BatchReconciliation batch, List<ColumnChange> columns) {
        return with(batch, batch.findings(), columns);
    }

    private static BatchReconciliation with(BatchReconciliation batch, Finding first) {
        List<Finding> findings = new ArrayList<>(batch.findings());
        findings.set(0, first);
        return with(batch, findings, batch.columns());
    }

    private static BatchReconciliation with(
            BatchReconciliation batch, List<Finding> findings, List<ColumnChange> columns) {
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
                columns,
                batch.topDeltas(),
                batch.samples(),
                batch.sql());
    }
}
