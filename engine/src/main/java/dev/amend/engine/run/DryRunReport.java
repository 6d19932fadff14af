package dev.amend.engine.run;

import dev.amend.engine.filemode.PrivateFiles;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.reports.ReportNames;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.RangeTotals;
import dev.amend.reconciliation.report.Report;
import dev.amend.reconciliation.report.ReportFacts;
import dev.amend.reconciliation.report.ReportHtml;
import dev.amend.reconciliation.report.ReportMarkdown;
import dev.amend.specs.Batch;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The report of a dry run, for the tried batches. It is in no journal, so it can't be approved. */
public final class DryRunReport {
    private static final String STATE = "not written";

    private final Specification specification;
    private final Plan plan;
    private final String codeVersion;
    private final String ranBy;
    private final Clock clock;
    private final List<BatchReconciliation> found = new ArrayList<>();
    private final List<ReportFacts.BatchRun> runs = new ArrayList<>();

    /** @param ranBy the person who tries it */
    public DryRunReport(Specification specification, Plan plan, String codeVersion, String ranBy, Clock clock) {
        this.specification = specification;
        this.plan = plan;
        this.codeVersion = codeVersion;
        this.ranBy = ranBy;
        this.clock = clock;
    }

    /** Computes and compares a batch, and notes the result and the duration. */
    public void add(Batch batch, Supplier<BatchReconciliation> comparison) {
        Instant start = clock.instant();
        BatchReconciliation reconciliation = comparison.get();
        found.add(reconciliation);
        runs.add(new ReportFacts.BatchRun(
                batch.id(), STATE, 0, Duration.between(start, clock.instant()), 0, 0, Optional.empty()));
    }

    /** @param totals the totals over all batches */
    public Report assemble(RangeTotals totals) {
        ReportFacts facts = ReportFacts.ofDryRun(
                specification,
                new ReportFacts.SnapshotAt(plan.baselineSnapshotId(), plan.baselineCommittedAt()),
                new TreeMap<>(plan.snapshots()),
                codeVersion,
                ranBy,
                runs,
                clock.instant());
        return Report.assemble(facts, found, totals);
    }

    /** Writes a report into a folder, in place of one of an earlier dry run. */
    public static void write(Report report, Path folder) throws IOException {
        PrivateFiles.write(folder.resolve(ReportNames.JSON), report.json());
        PrivateFiles.write(folder.resolve(ReportNames.HTML), ReportHtml.render(report));
        PrivateFiles.write(folder.resolve(ReportNames.MARKDOWN), ReportMarkdown.render(report));
    }
}
