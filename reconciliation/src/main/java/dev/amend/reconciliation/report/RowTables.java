package dev.amend.reconciliation.report;

import dev.amend.reconciliation.checks.TotalReconciliation;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.TopDelta;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of shown rows. All rows have the same share of the space for rows on a page: if more columns differ than
 * fit, the others are counted here, and shown in the JSON report.
 */
final class RowTables {
    /** The space in bytes: a page of less than three million in total can be mailed, and opens on every phone. */
    private static final int SPACE = 1_200_000;

    private final TotalReconciliation total;
    private final int share;

    /** A table of rows with a heading. */
    record RowTable(String title, List<RowLine> rows) {}

    RowTables(TotalReconciliation total) {
        this.total = total;
        this.share =
                SPACE / Math.max(1, total.topDeltas().size() + total.samples().size());
    }

    Map<String, Object> model() {
        List<RowTable> tops = tops();
        List<RowTable> samples = samples();
        return Map.of("tops", tops, "samples", samples, "rowsLeftOut", leftOut(tops, samples));
    }

    private List<RowTable> tops() {
        Map<String, List<TopDelta>> tables = total.topDeltas().stream()
                .collect(Collectors.groupingBy(RowTables::title, LinkedHashMap::new, Collectors.toList()));
        return tables.entrySet().stream()
                .map(table -> new RowTable(
                        table.getKey(),
                        table.getValue().stream()
                                .map(top -> RowLine.of(top, share))
                                .toList()))
                .toList();
    }

    private static String title(TopDelta top) {
        return top.ranking() == TopDelta.Ranking.ABSOLUTE
                ? "%s: the rows that moved it most".formatted(top.measure())
                : "%s: the rows that moved most in proportion".formatted(top.measure());
    }

    private List<RowTable> samples() {
        return total.samples().stream().collect(Collectors.groupingBy(RowView::rowClass)).entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(samples -> new RowTable(
                        "%s rows, %s"
                                .formatted(
                                        capitalized(Plain.name(samples.getKey())),
                                        Plain.count(samples.getValue().size(), "sample", "samples")),
                        samples.getValue().stream()
                                .map(row -> RowLine.of(row, share))
                                .toList()))
                .toList();
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** A sentence about columns that are left out; empty if every row is shown with all of its columns. */
    private static String leftOut(List<RowTable> tops, List<RowTable> samples) {
        long rows = Stream.concat(tops.stream(), samples.stream())
                .flatMap(table -> table.rows().stream())
                .filter(row -> !row.more().isEmpty())
                .count();
        return rows == 0
                ? ""
                : "In %s more columns differ than there is space for here: those with the shortest values are shown, the others are counted. The JSON report has all of them."
                        .formatted(Plain.count(rows, "row", "rows"));
    }
}
