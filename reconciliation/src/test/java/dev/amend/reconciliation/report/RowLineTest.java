package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.reconciliation.finding.RowView;
import dev.amend.reconciliation.finding.RowView.Cell;
import dev.amend.reconciliation.finding.RowView.KeyPart;
import dev.amend.reconciliation.report.RowLine.CellLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RowLineTest {
    private static final int PLENTY = 100_000;

    @Test
    void showsWhatFitsTheShortestValuesFirstInTheOrderOfTheTable() {
        RowLine line = RowLine.of(row("17", "x".repeat(200), "12.50", "y".repeat(150), "8.40"), 800);

        assertThat(line.cells()).extracting(CellLine::column).containsExactly("c1", "c3");
        assertThat(line.more()).isEqualTo("and 2 more columns");
    }

    @Test
    void showsEverythingWhereThereIsSpace() {
        RowLine line = RowLine.of(row("17", "x".repeat(200), "12.50", "y".repeat(150), "8.40"), PLENTY);

        assertThat(line.cells()).extracting(CellLine::column).containsExactly("c0", "c1", "c2", "c3");
        assertThat(line.more()).isEmpty();
    }

    @Test
    void showsOneColumnInAnyCase() {
        RowLine line = RowLine.of(row("17", "x".repeat(200), "y".repeat(150)), 0);

        assertThat(line.cells()).extracting(CellLine::column).containsExactly("c1");
        assertThat(line.more()).isEqualTo("and 1 more column");
    }

    @Test
    void showsTheBeginningOfALongKey() {
        assertThat(RowLine.of(row("k".repeat(100), "1"), PLENTY).key()).containsExactly("id = " + "k".repeat(100));
        assertThat(RowLine.of(row("k".repeat(101), "1"), PLENTY).key())
                .containsExactly("id = " + "k".repeat(100) + "…");
    }

    @Test
    void showsHowMuchANumberChanged() {
        Cell cell = new Cell(
                "net", CellValue.of("1200.00"), CellValue.of("1188.50"), Optional.of(new BigDecimal("-11.50")));
        RowView row = new RowView(RowClass.CHANGED, "2024-12-01", 1, List.of(), "", List.of(cell));

        assertThat(RowLine.of(row, PLENTY).cells())
                .extracting(CellLine::column, CellLine::delta)
                .containsExactly(tuple("net", "-11.50"));
    }

    private static RowView row(String key, String... values) {
        List<Cell> cells = new ArrayList<>();
        for (String value : values) {
            cells.add(new Cell("c" + cells.size(), CellValue.NULL, CellValue.of(value)));
        }
        return new RowView(RowClass.CHANGED, "2024-12-01", 1, List.of(new KeyPart("id", key)), "", cells);
    }
}
