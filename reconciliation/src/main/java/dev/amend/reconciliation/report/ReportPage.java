package dev.amend.reconciliation.report;

import dev.amend.reconciliation.checks.TotalReconciliation;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.report.SummaryLines.ContentsEntry;
import dev.amend.specs.Specification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The template's model by name: all values are already text, and charts are SVG. */
final class ReportPage {
    private static final int MOST_HEAT_LINES = 60;
    private static final List<ContentsEntry> CONTENTS = List.of(
            new ContentsEntry("verdict", "Verdict"),
            new ContentsEntry("intended", "Intended and actual"),
            new ContentsEntry("waterfall", "Totals"),
            new ContentsEntry("series", "Over time"),
            new ContentsEntry("batches", "Batches"),
            new ContentsEntry("columns", "Columns"),
            new ContentsEntry("rows", "Rows"),
            new ContentsEntry("evidence", "Evidence"),
            new ContentsEntry("decision", "Decision"));

    private final Report report;
    private final Specification specification;
    private final TotalReconciliation total;

    private ReportPage(Report report) {
        this.report = report;
        this.specification = report.facts().specification();
        this.total = report.total();
    }

    static Map<String, Object> of(Report report, String style) {
        ReportPage page = new ReportPage(report);
        SummaryLines summary = new SummaryLines(report);
        Map<String, Object> model = new HashMap<>();
        model.put("style", style);
        model.put("styleHash", hash(style));
        model.put("contents", CONTENTS);
        model.put("backfill", page.specification.id().value());
        model.put("change", page.specification.change());
        model.put("target", page.specification.target().table().toString());
        model.put("range", Plain.range(page.specification.sourceRange().range()));
        model.put("owner", page.specification.owner());
        model.put("issue", page.specification.issue());
        model.put("kind", report.facts().isDryRun() ? "Dry run report" : "Reconciliation report");
        model.put("digest", summary.digest());
        model.put("generatedAt", Plain.moment(report.facts().generatedAt()));
        model.put("codeVersion", report.facts().codeVersion());
        model.putAll(summary.model());
        model.putAll(page.figures());
        model.putAll(page.heat());
        model.putAll(new BatchLines(report).model());
        model.put("classes", page.classes());
        model.putAll(new RowTables(report.total()).model());
        model.putAll(new EvidenceLines(report, summary.digest()).model());
        return model;
    }

    private Map<String, Object> figures() {
        return Map.of(
                "waterfalls",
                        total.measures().stream()
                                .filter(figure -> !contributions(figure).isEmpty()
                                        || figure.delta()
                                                .filter(delta -> delta.signum() != 0)
                                                .isEmpty())
                                .map(figure -> WaterfallChart.of(figure, contributions(figure)))
                                .toList(),
                "series",
                        specification.validation().measures().stream()
                                .flatMap(measure -> SeriesChart.of(
                                        measure, specification.sourceRange().unit(), report.batches(), total.findings())
                                        .stream())
                                .toList());
    }

    private List<Contribution> contributions(MeasureFigure figure) {
        return total.contributions().stream()
                .filter(contribution -> contribution.measure().equals(figure.name()))
                .toList();
    }

    private Map<String, Object> heat() {
        List<PartitionFigures> partitions = report.batches().stream()
                .map(BatchReconciliation::partitions)
                .flatMap(List::stream)
                .toList();
        SortedSet<String> columns = partitions.stream()
                .flatMap(partition -> partition.changedColumns().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        int leftOut = columns.size() - MOST_HEAT_LINES;
        return Map.of(
                "heat",
                columns.stream()
                        .limit(MOST_HEAT_LINES)
                        .map(column -> HeatMap.of(column, partitions))
                        .toList(),
                "heatLeftOut",
                leftOut > 0
                        ? "%s by name; in which partitions they changed is in the JSON report."
                                .formatted(Plain.count(leftOut, "more column follows", "more columns follow"))
                        : "");
    }

    private List<SummaryLines.ClassLine> classes() {
        return Arrays.stream(RowClass.values())
                .map(rowClass -> new SummaryLines.ClassLine(
                        Plain.name(rowClass),
                        Plain.count(total.classes().getOrDefault(rowClass, 0L), "key", "keys"),
                        Plain.meaning(rowClass)))
                .toList();
    }

    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
