package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.TopDelta;
import dev.amend.specs.text.Excerpt;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A row of data as the report shows it.
 *
 * @param more the number of other columns that differ, in words, or empty
 */
record RowLine(List<String> key, String rowClass, List<CellLine> cells, String more, String change, String why) {
    /** The length up to which a part of a key is shown; a longer one is cut. */
    static final int LONGEST_KEY = 100;

    /** The markup of a row, in addition to its key and its columns. */
    private static final int MARKUP = 400;

    /** One column of the row, old and new, with the change if it is a number. */
    record CellLine(String column, Shown before, Shown after, String delta) {
        private static final int MARKUP = 140;

        private static CellLine of(RowView.Cell cell) {
            return new CellLine(
                    cell.column(),
                    Shown.of(cell.before()),
                    Shown.of(cell.after()),
                    cell.delta().map(FigureText::change).orElse(""));
        }

        private int size() {
            return MARKUP + Space.of(column) + Space.of(before.text()) + Space.of(after.text()) + Space.of(delta);
        }
    }

    /** A value, or a word that replaces it. */
    record Shown(String text, boolean special) {

        static Shown of(CellValue value) {
            return switch (value.kind()) {
                case VALUE -> new Shown(value.text(), false);
                case NULL -> new Shown("null", true);
                case ABSENT -> new Shown("not there", true);
            };
        }
    }

    /** @param space the number of bytes that it may take; at least one column is shown */
    static RowLine of(RowView row, int space) {
        return of(row, "", space);
    }

    /** @param space the number of bytes that it may take; at least one column is shown */
    static RowLine of(TopDelta top, int space) {
        MeasureFigure figure = new MeasureFigure(top.measure(), top.before(), top.after());
        return of(top.row(), "%s (%s)".formatted(FigureText.change(figure.delta()), FigureText.percent(figure)), space);
    }

    private static RowLine of(RowView row, String change, int space) {
        List<String> key = row.key().isEmpty()
                ? List.of("in " + row.partition())
                : row.key().stream()
                        .map(part -> part.column() + " = " + Excerpt.of(part.value(), LONGEST_KEY))
                        .toList();
        List<CellLine> cells = row.cells().stream().map(CellLine::of).toList();
        int spaceOfKey = key.stream().mapToInt(Space::of).sum();
        List<CellLine> shown = fitting(cells, space - MARKUP - spaceOfKey);
        return new RowLine(key, Plain.name(row.rowClass()), shown, more(shown.size(), cells.size()), change, why(row));
    }

    /** As many cells as fit, those with the shortest values first, in the order of the table. */
    private static List<CellLine> fitting(List<CellLine> cells, int space) {
        List<Integer> shortestFirst = IntStream.range(0, cells.size())
                .boxed()
                .sorted(Comparator.comparing(i -> cells.get(i).size()))
                .toList();
        Set<Integer> fitting = new HashSet<>();
        int left = space;
        for (int i : shortestFirst) {
            left -= cells.get(i).size();
            if (left < 0 && !fitting.isEmpty()) {
                break;
            }
            fitting.add(i);
        }
        return IntStream.range(0, cells.size())
                .filter(fitting::contains)
                .mapToObj(cells::get)
                .toList();
    }

    private static String more(int shown, int all) {
        return shown == all ? "" : "and " + Plain.count(all - shown, "more column", "more columns");
    }

    private static String why(RowView row) {
        if (row.explanation().isEmpty()) {
            return "";
        }
        return row.explanation().equals(Contribution.UNEXPLAINED) ? "no rule explains it" : row.explanation();
    }
}
