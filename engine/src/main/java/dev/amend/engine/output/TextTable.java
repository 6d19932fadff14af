package dev.amend.engine.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows under their headings, in columns as wide as needed. */
public final class TextTable {

    private TextTable() {}

    public static String of(List<String> headings, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(headings);
        lines.addAll(rows);

        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < headings.size(); column++) {
            int at = column;
            widths.add(
                    lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(1));
        }
        return lines.stream().map(line -> padded(line, widths)).collect(Collectors.joining("\n"));
    }

    private static String padded(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append(cells.get(column))
                    .append(" ".repeat(widths.get(column) - cells.get(column).length() + 2));
        }
        return line.toString().stripTrailing();
    }
}
