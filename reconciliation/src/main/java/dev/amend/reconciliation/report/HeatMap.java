package dev.amend.reconciliation.report;

import dev.amend.reconciliation.FigureText;
import dev.amend.reconciliation.PartitionFigures;
import dev.amend.reconciliation.RowClass;
import java.util.List;
import java.util.stream.IntStream;

/** Which columns changed in which partitions: one line of cells per column. */
record HeatMap(String column, int width, String marks, String sentence) {
    private static final int SHADES = 4;

    static HeatMap of(String column, List<PartitionFigures> partitions) {
        StringBuilder marks = new StringBuilder();
        for (int shade = 1; shade <= SHADES; shade++) {
            StringBuilder path = path(column, partitions, shade);
            if (!path.isEmpty()) {
                marks.append("<path class=\"h%d\" d=\"%s\"/>".formatted(shade, path));
            }
        }

        long touched = partitions.stream()
                .filter(partition -> changed(column, partition) > 0)
                .count();
        return new HeatMap(
                column,
                Math.max(1, partitions.size()),
                marks.toString(),
                "in %s of %s"
                        .formatted(
                                FigureText.number(touched), Plain.count(partitions.size(), "partition", "partitions")));
    }

    /** Neighbours of one shade are one piece, so that a large map stays small. */
    private static StringBuilder path(String column, List<PartitionFigures> partitions, int shade) {
        int[] shades = IntStream.range(0, partitions.size())
                .map(i -> shade(column, partitions.get(i)))
                .toArray();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < shades.length; ) {
            int end = i;
            while (end < shades.length && shades[end] == shades[i]) {
                end++;
            }
            if (shades[i] == shade) {
                path.append("M%d 0h%dv1h-%dz".formatted(i, end - i, end - i));
            }
            i = end;
        }
        return path;
    }

    private static int shade(String column, PartitionFigures partition) {
        long paired =
                partition.count(RowClass.SAME) + partition.count(RowClass.CHANGED) + partition.count(RowClass.MOVED);
        long changed = changed(column, partition);
        return changed == 0 ? 0 : (int) Math.min(SHADES, 1 + SHADES * changed / Math.max(1, paired));
    }

    private static long changed(String column, PartitionFigures partition) {
        return partition.changedColumns().getOrDefault(column, 0L);
    }
}
