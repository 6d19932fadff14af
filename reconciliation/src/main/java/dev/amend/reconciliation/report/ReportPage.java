package dev.amend.reconciliation.report;

import dev.amend.reconciliation.BatchReconciliation;
import dev.amend.reconciliation.Contribution;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.reconciliation.PartitionFigures;
import dev.amend.reconciliation.RowClass;
import dev.amend.reconciliation.TopDelta;
import dev.amend.reconciliation.report.RowLine.RowTable;
import dev.amend.reconciliation.report.SummaryLines.ContentsEntry;
import dev.amend.specs.Specification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the template shows, by name: everything is text already, charts are SVG. */
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
        model.put("digest", report.digest());
        model.put("generatedAt", Plain.moment(report.facts().generatedAt()));
        model.put("codeVersion", report.facts().codeVersion());
        model.putAll(new SummaryLines(report).model());
        model.putAll(page.figures());
        model.putAll(new BatchLines(report).model());
        model.putAll(page.rows());
        model.putAll(new EvidenceLines(report).model());
        return model;
    }

    private Map<String, Object> figures() {
        return Map.of(
                "waterfalls",
                        total.measures().stream()
                                .filter(figure -> !contributions(figure).isEmpty()
                                        || figure.delta().signum() == 0)
                                .map(figure -> WaterfallChart.of(figure, contributions(figure)))
                                .toList(),
                "series",
                        specification.validation().measures().stream()
                                .flatMap(measure -> SeriesChart.of(
                                        measure, specification.sourceRange().unit(), report.batches(), total.findings())
                                        .stream())
                                .toList(),
                "heat", heat());
    }

    private List<Contribution> contributions(MeasureFigure figure) {
        return total.contributions().stream()
                .filter(contribution -> contribution.measure().equals(figure.name()))
                .toList();
    }

    private List<HeatMap> heat() {
        List<PartitionFigures> partitions = report.batches().stream()
                .map(BatchReconciliation::partitions)
                .flatMap(List::stream)
                .toList();
        return partitions.stream()
                .flatMap(partition -> partition.changedColumns().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .limit(MOST_HEAT_LINES)
                .map(column -> HeatMap.of(column, partitions))
                .toList();
    }

    private Map<String, Object> rows() {
        return Map.of("classes", classes(), "tops", tops(), "samples", samples());
    }

    private List<SummaryLines.ClassLine> classes() {
        return Arrays.stream(RowClass.values())
                .map(rowClass -> new SummaryLines.ClassLine(
                        Plain.name(rowClass),
                        Plain.count(total.classes().getOrDefault(rowClass, 0L), "key", "keys"),
                        Plain.meaning(rowClass)))
                .toList();
    }

    private List<RowTable> tops() {
        Map<String, List<TopDelta>> tables = total.topDeltas().stream()
                .collect(Collectors.groupingBy(ReportPage::title, LinkedHashMap::new, Collectors.toList()));
        return tables.entrySet().stream()
                .map(table -> new RowTable(
                        table.getKey(),
                        table.getValue().stream().map(RowLine::of).toList()))
                .toList();
    }

    private static String title(TopDelta top) {
        return top.ranking() == TopDelta.Ranking.ABSOLUTE
                ? "%s: the rows that moved it most".formatted(top.measure())
                : "%s: the rows that moved most in proportion".formatted(top.measure());
    }

    private List<RowTable> samples() {
        return total.samples().stream().collect(Collectors.groupingBy(row -> row.rowClass())).entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(samples -> new RowTable(
                        "%s rows, %s"
                                .formatted(
                                        Plain.name(samples.getKey())
                                                        .substring(0, 1)
                                                        .toUpperCase(Locale.ROOT)
                                                + Plain.name(samples.getKey()).substring(1),
                                        Plain.count(samples.getValue().size(), "sample", "samples")),
                        samples.getValue().stream().map(RowLine::of).toList()))
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
