package dev.amend.reconciliation.report;

import dev.amend.reconciliation.CellValue;
import dev.amend.reconciliation.Contribution;
import dev.amend.reconciliation.FigureText;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.reconciliation.RowView;
import dev.amend.reconciliation.TopDelta;
import dev.amend.specs.Excerpt;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A row of data as the report shows it.
 *
 * @param more how many columns differ besides those that are shown, in words, or empty
 */
record RowLine(List<String> key, String rowClass, List<CellLine> cells, String more, String change, String why) {
    /** Of a longer part of a key the beginning is shown. */
    static final int LONGEST_KEY = 100;

    /** What the markup of a row takes, besides its key and its columns. */
    private static final int MARKUP = 400;

    /** One column of it, old and new, and of a number how much it changed. */
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

    /** A value, or a word in its place. */
    record Shown(String text, boolean special) {

        static Shown of(CellValue value) {
            return switch (value.kind()) {
                case VALUE -> new Shown(value.text(), false);
                case NULL -> new Shown("null", true);
                case ABSENT -> new Shown("not there", true);
            };
        }
    }

    /** @param space how many bytes it may take; one column is shown in any case */
    static RowLine of(RowView row, int space) {
        return of(row, "", space);
    }

    /** @param space how many bytes it may take; one column is shown in any case */
    static RowLine of(TopDelta top, int space) {
        MeasureFigure figure = new MeasureFigure(top.measure(), top.before(), top.after());
        return of(
                top.row(),
                "%s (%s)".formatted(FigureText.change(figure.delta()), FigureText.percent(figure.percent())),
                space);
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

    /** As many as fit, which are those with the shortest values, in the order of the table. */
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
