package dev.amend.reconciliation.report;

import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.report.ReportFacts.SnapshotAt;
import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reports of a single batch of seven days, of which a test says what it is about. */
final class OneWeek {
    static final SnapshotAt BASELINE = new SnapshotAt(3908462709290536517L, Instant.parse("2026-06-04T22:11:05Z"));

    private OneWeek() {}

    static SpecificationBuilder specification() {
        return SpecificationBuilder.aSpecification().over("2024-12-02", "2024-12-08");
    }

    /** Measures of the whole batch, and what moved them. */
    static Report moved(Specification specification, List<MeasureFigure> measures, List<Contribution> contributions) {
        return report(specification, List.of(), measures, contributions, List.of());
    }

    /** The days from the first one on. */
    static Report ofDays(Specification specification, List<PartitionFigures> days) {
        return report(specification, days, List.of(), List.of(), List.of());
    }

    /** The statements that the batch ran. */
    static Report compared(Specification specification, String... sql) {
        return report(specification, List.of(), List.of(), List.of(), List.of(sql));
    }

    /** A day of which {@code paired} rows were on both sides. */
    static PartitionFigures day(int number, long paired, Map<String, Long> changedColumns) {
        long ordinal = specification().build().sourceRange().range().start() + number;
        long changed = changedColumns.values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        Fingerprint rows = new Fingerprint(paired, ordinal, ordinal);
        return new PartitionFigures(
                ordinal,
                "day " + number,
                rows,
                rows,
                Map.of(RowClass.SAME, paired - changed, RowClass.CHANGED, changed),
                0,
                0,
                new TreeMap<>(),
                0,
                new TreeMap<>(changedColumns),
                List.of());
    }

    static MeasureFigure figure(String name, String before, String after) {
        return new MeasureFigure(name, new BigDecimal(before), new BigDecimal(after));
    }

    static ReportFacts facts(Specification specification) {
        return new ReportFacts(
                specification,
                BASELINE,
                Optional.of(new ReportFacts.SnapshotAt(8821946712209184411L, Instant.parse("2026-06-05T03:40:59Z"))),
                new TreeMap<>(Map.of("tax_rates", 2203311271219812345L, "revenue_events", 5500133127219812345L)),
                "0.1.0",
                "jo@finance-data",
                List.of(),
                List.of(),
                Instant.parse("2026-06-05T09:30:00Z"));
    }

    private static Report report(
            Specification specification,
            List<PartitionFigures> days,
            List<MeasureFigure> measures,
            List<Contribution> contributions,
            List<String> sql) {
        Batch batch = specification.batches().get(0);
        BatchReconciliation found = new BatchReconciliation(
                batch.id(),
                batch.range(),
                BASELINE.id(),
                8821946712209184411L,
                List.of(),
                days,
                List.of(),
                measures,
                contributions,
                List.of(),
                List.of(),
                List.of(),
                sql);
        return Report.assemble(facts(specification), List.of(found));
    }
}
