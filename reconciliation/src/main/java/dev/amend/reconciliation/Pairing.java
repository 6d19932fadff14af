package dev.amend.reconciliation;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** How a comparison comes to one row per key and side. */
enum Pairing {
    /** Rows are brought together by key first, and counted. Right whatever there is. */
    BY_GROUP(
            "",
            "count(*) as amend_n, bit_xor(amend_h) as amend_x, sum(amend_h & 4294967295L) as amend_s",
            "min(amend_p) as amend_p"),
    /**
     * Each row is taken for the only one of its key, which saves the larger half of the work. Right if no key is met twice,
     * which shows: rows that are merged in the order of their keys come out side by side if they have the same one.
     */
    BY_ROW("/*+ merge(new) */", "amend_h as amend_x", "amend_p");

    private final String joinHint;
    private final String counted;
    private final String partition;

    Pairing(String joinHint, String counted, String partition) {
        this.joinHint = joinHint;
        this.counted = counted;
        this.partition = partition;
    }

    String joinHint() {
        return joinHint;
    }

    String counted() {
        return counted;
    }

    String partition() {
        return partition;
    }

    /** How many rows a side has of a key, null if it has none: a number that need not travel to the join. */
    String rows(String side) {
        return this == BY_ROW ? "if(%s.amend_x is null, null, 1L)".formatted(side) : side + ".amend_n";
    }

    /** The sum of the lower halves of the hashes of these rows. */
    String sum(String side) {
        return this == BY_ROW ? side + ".amend_x & 4294967295L" : side + ".amend_s";
    }

    /** The column's only value, or one of them. */
    String value(String aggregate, String column) {
        return this == BY_ROW ? column : "%s(%s) as %s".formatted(aggregate, column, column);
    }

    /**
     * What becomes of the rows of one side, see {@link FewOfEachKey}.
     *
     * @param keyHash null for a row without a key
     */
    String few(String side, List<String> key, String keyHash) {
        return this == BY_ROW ? "where %s(%s)".formatted(fewOf(side), keyHash) : "group by " + String.join(", ", key);
    }

    private static String fewOf(String side) {
        return "amend_few_of_" + side;
    }

    /** A function for each side: it remembers what it has met. */
    void register(SparkSession session) {
        if (this == BY_ROW) {
            for (String side : List.of("old", "new")) {
                session.udf()
                        .register(
                                fewOf(side),
                                functions
                                        .udf(new FewOfEachKey(), DataTypes.BooleanType)
                                        .asNondeterministic());
            }
        }
    }
}
