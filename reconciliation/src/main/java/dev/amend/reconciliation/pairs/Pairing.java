package dev.amend.reconciliation.pairs;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** The way in which a comparison gets one row per key and side. */
public enum Pairing {
    /** Rows are grouped by key first, and counted. Correct in all cases. */
    BY_GROUP(
            "",
            "count(*) as amend_n, bit_xor(amend_h) as amend_x, sum(amend_h & 4294967295L) as amend_s",
            "min(amend_p) as amend_p"),
    /**
     * Each row is assumed to be the only one of its key, which saves more than half of the work. Correct if no key has
     * duplicates, which can be checked: rows that are merged in key order are adjacent if they have the same key.
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

    /** The number of rows of a key on one side, null for none: it is not transferred to the join. */
    String rows(String side) {
        return this == BY_ROW ? "if(%s.amend_x is null, null, 1L)".formatted(side) : side + ".amend_n";
    }

    /** The sum of the lower halves of the hashes of these rows. */
    String sum(String side) {
        return this == BY_ROW ? side + ".amend_x & 4294967295L" : side + ".amend_s";
    }

    /** The column's only value, or any one of them. */
    String value(String aggregate, String column) {
        return this == BY_ROW ? column : "%s(%s) as %s".formatted(aggregate, column, column);
    }

    /**
     * The clause that limits or groups the rows of one side, see {@link DuplicateLimiter}.
     *
     * @param keyHash null for a row without a key
     */
    String few(String side, List<String> key, String keyHash) {
        return this == BY_ROW ? "where %s(%s)".formatted(fewOf(side), keyHash) : "group by " + String.join(", ", key);
    }

    private static String fewOf(String side) {
        return "amend_few_of_" + side;
    }

    /** Registers one function for each side, since each remembers the keys that it has met. */
    public void register(SparkSession session) {
        if (this == BY_ROW) {
            for (String side : List.of("old", "new")) {
                session.udf()
                        .register(
                                fewOf(side),
                                functions
                                        .udf(new DuplicateLimiter(), DataTypes.BooleanType)
                                        .asNondeterministic());
            }
        }
    }
}
