package dev.amend.reconciliation.pairs.rows;

import dev.amend.reconciliation.pairs.Pair.Difference;
import dev.amend.reconciliation.pairs.PairColumns;
import dev.amend.reconciliation.pairs.PairLayout;
import dev.amend.reconciliation.pairs.PairReader;
import dev.amend.reconciliation.pairs.RowFigures;
import dev.amend.reconciliation.sql.Numbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/** Reads the figures of rows of {@code compare.sql}. */
final class RowPairReader implements PairReader<Row> {
    private final PairColumns columns;
    private final Set<Integer> floating;
    private final int[][] scales;
    private final int[] texts;

    /** @param pairs the type of the comparison's rows */
    RowPairReader(PairLayout layout, StructType pairs) {
        this.columns = new PairColumns(layout, pairs);
        this.floating = columns.floatingFigures();
        this.scales = new int[][] {columns.scales(0), columns.scales(1)};
        this.texts = columns.texts();
    }

    @Override
    public PairColumns columns() {
        return columns;
    }

    @Override
    public boolean isNullAt(Row row, int position) {
        return row.isNullAt(position);
    }

    @Override
    public long longAt(Row row, int position) {
        return row.getLong(position);
    }

    @Override
    public Optional<Difference> difference(Row row) {
        int position = columns.detail();
        return row.isNullAt(position)
                ? Optional.empty()
                : Optional.of(new RowDifference(columns.layout(), row.getLong(columns.key()), row.getStruct(position)));
    }

    @Override
    public RowFigures figures(Row row, int side) {
        RowFigures figures = new RowFigures(scales[side]);
        for (int i = 0; i < texts.length; i++) {
            int position = columns.figure(i, side);
            if (!row.isNullAt(position)) {
                read(row, position, figures, i);
            } else {
                readText(row, columns.text(side), figures, i);
            }
        }
        return figures;
    }

    private void read(Row row, int position, RowFigures figures, int figure) {
        Object value = row.get(position);
        if (columns.type(position) instanceof DecimalType type && type.precision() <= Decimal.MAX_LONG_DIGITS()) {
            figures.set(figure, row.getDecimal(position).unscaledValue().longValueExact());
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            figures.set(figure, ((Number) value).longValue());
        } else {
            figures.set(figure, Numbers.orZero(value));
        }
    }

    private void readText(Row row, int position, RowFigures figures, int figure) {
        if (texts[figure] < 0
                || row.isNullAt(position)
                || row.getStruct(position).isNullAt(texts[figure])) {
            figures.setMissing(figure);
        } else {
            figures.set(figure, new BigDecimal(row.getStruct(position).getString(texts[figure])));
        }
    }

    @Override
    public List<Integer> endless(Row row, int side) {
        List<Integer> endless = new ArrayList<>();
        for (int figure : floating) {
            int position = columns.figure(figure, side);
            if (!row.isNullAt(position) && !Double.isFinite(((Number) row.get(position)).doubleValue())) {
                endless.add(figure);
            }
        }
        return endless;
    }
}
