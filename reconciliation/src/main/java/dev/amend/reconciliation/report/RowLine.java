package dev.amend.reconciliation.report;

import dev.amend.reconciliation.CellValue;
import dev.amend.reconciliation.Contribution;
import dev.amend.reconciliation.FigureText;
import dev.amend.reconciliation.MeasureFigure;
import dev.amend.reconciliation.RowView;
import dev.amend.reconciliation.TopDelta;
import java.util.List;

/** A row of data as the report shows it. */
record RowLine(List<String> key, String rowClass, List<CellLine> cells, String change, String why) {

    /** A table of rows with a heading. */
    record RowTable(String title, List<RowLine> rows) {}

    /** One column of it, old and new. */
    record CellLine(String column, Shown before, Shown after) {}

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

    static RowLine of(RowView row) {
        return of(row, "");
    }

    static RowLine of(TopDelta top) {
        MeasureFigure figure = new MeasureFigure(top.measure(), top.before(), top.after());
        return of(
                top.row(),
                "%s (%s)".formatted(FigureText.change(figure.delta()), FigureText.percent(figure.percent())));
    }

    private static RowLine of(RowView row, String change) {
        List<String> key = row.key().isEmpty()
                ? List.of("in " + row.partition())
                : row.key().stream()
                        .map(part -> part.column() + " = " + part.value())
                        .toList();
        List<CellLine> cells = row.cells().stream()
                .map(cell -> new CellLine(cell.column(), Shown.of(cell.before()), Shown.of(cell.after())))
                .toList();
        return new RowLine(key, Plain.name(row.rowClass()), cells, change, why(row));
    }

    private static String why(RowView row) {
        if (row.explanation().isEmpty()) {
            return "";
        }
        return row.explanation().equals(Contribution.UNEXPLAINED) ? "no rule explains it" : row.explanation();
    }
}
