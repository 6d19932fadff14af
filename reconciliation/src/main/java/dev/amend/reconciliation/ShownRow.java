package dev.amend.reconciliation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.input.Column;
import dev.amend.reconciliation.sql.Numbers;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * A whole row for a person to read.
 *
 * @param cells by column, in the order of the table
 * @param numbers the values of numeric columns; those that are null or not finite are left out
 */
public record ShownRow(Map<String, CellValue> cells, Map<String, BigDecimal> numbers) {

    public ShownRow {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
        numbers = Map.copyOf(numbers);
    }

    /** The first rows in the order of their columns: always the same rows, and no others leave the executors. */
    public static List<ShownRow> first(Dataset<Row> rows, int atMost) {
        List<Column> columns = Column.of(rows.schema());
        return rows
                .orderBy(columns.stream()
                        .filter(column -> column.isRaw() || column.type().equals(DataTypes.StringType))
                        .map(column -> col(column.quoted()))
                        .toArray(org.apache.spark.sql.Column[]::new))
                .limit(atMost)
                .select(columns.stream().map(ShownRow::shown).toArray(org.apache.spark.sql.Column[]::new))
                .collectAsList()
                .stream()
                .map(row -> of(columns, row))
                .toList();
    }

    private static org.apache.spark.sql.Column shown(Column column) {
        String name = column.quoted();
        return column.isRaw() ? col(name) : expr(column.asText(name)).as(column.name());
    }

    private static ShownRow of(List<Column> columns, Row row) {
        Map<String, CellValue> cells = new LinkedHashMap<>();
        Map<String, BigDecimal> numbers = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (row.isNullAt(i)) {
                cells.put(column.name(), CellValue.NULL);
                continue;
            }
            cells.put(column.name(), CellValue.of(Numbers.text(row.get(i))));
            if (column.isNumber()) {
                Numbers.number(row.get(i)).ifPresent(number -> numbers.put(column.name(), number));
            }
        }
        return new ShownRow(cells, numbers);
    }
}
