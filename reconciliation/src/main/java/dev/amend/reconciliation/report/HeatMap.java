package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.PartitionFigures;
import dev.amend.reconciliation.finding.RowClass;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The partitions in which a column changed: one line of cells per column. */
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

        return new HeatMap(column, Math.max(1, partitions.size()), marks.toString(), sentence(column, partitions));
    }

    /** The shades in words: how many cells are not empty, and the range of their shares. */
    private static String sentence(String column, List<PartitionFigures> partitions) {
        List<PartitionFigures> touched = partitions.stream()
                .filter(partition -> changed(column, partition) > 0)
                .sorted(Comparator.comparingDouble(
                        partition -> (double) changed(column, partition) / Math.max(1, paired(partition))))
                .toList();
        String where = "in %s of %s"
                .formatted(
                        FigureText.number(touched.size()), Plain.count(partitions.size(), "partition", "partitions"));
        if (touched.isEmpty()) {
            return where;
        }
        String least = share(column, touched.get(0));
        String most = share(column, touched.get(touched.size() - 1));
        return "%s, %s of rows".formatted(where, least.equals(most) ? most : least + " to " + most);
    }

    private static String share(String column, PartitionFigures partition) {
        return Plain.share(changed(column, partition), paired(partition));
    }

    /** Combines neighbours of one shade, so that a large map stays small. */
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
        long changed = changed(column, partition);
        return changed == 0 ? 0 : (int) Math.min(SHADES, 1 + SHADES * changed / Math.max(1, paired(partition)));
    }

    private static long paired(PartitionFigures partition) {
        return partition.count(RowClass.SAME) + partition.count(RowClass.CHANGED) + partition.count(RowClass.MOVED);
    }

    private static long changed(String column, PartitionFigures partition) {
        return partition.changedColumns().getOrDefault(column, 0L);
    }
}
