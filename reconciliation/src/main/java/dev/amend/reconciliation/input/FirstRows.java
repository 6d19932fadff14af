package dev.amend.reconciliation.input;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.to_json;

import dev.amend.specs.Target;
import dev.amend.specs.text.Excerpt;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The first rows of a query in one line, with sensitive values masked, for a finding. */
public final class FirstRows {
    public static final int SHOWN = 3;
    static final int LENGTH = 200;

    private final MaskedRows masks;

    public FirstRows(Target target) {
        this.masks = new MaskedRows(target);
    }

    /** @param count the total number of rows */
    public String of(Dataset<Row> rows, long count) {
        return line(lines(masks.of(rows)), count);
    }

    /**
     * The same rows are shown every time. Only a few rows leave the executors, and only their shown part: rows are cut
     * before they are ordered, since anything done to the first rows later is done in this process.
     *
     * @param masked rows without a sensitive value
     */
    public static List<String> lines(Dataset<Row> masked) {
        return masked
                .select(substring(to_json(struct("*")), 1, LENGTH + 1).as("line"))
                .orderBy(col("line"))
                .limit(SHOWN)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** @param count the total number of rows */
    public static String line(List<String> first, long count) {
        return first.stream().map(line -> Excerpt.of(line, LENGTH)).collect(Collectors.joining(", "))
                + (count > first.size() ? ", …" : "");
    }
}
