package dev.amend.reconciliation;

import java.util.List;
import java.util.stream.Collectors;

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
    BY_ROW("/*+ merge(new) */", "1L as amend_n, amend_h as amend_x, amend_h & 4294967295L as amend_s", "amend_p");

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

    /** The column's only value, or one of them. */
    String value(String aggregate, String column) {
        return this == BY_ROW ? column : "%s(%s) as %s".formatted(aggregate, column, column);
    }

    /** Opens a subquery over rows with columns, see {@link #endOfFew()}. */
    String fewOfEach(List<String> key) {
        return this == BY_ROW
                ? "(select *, row_number() over (partition by %s order by amend_p) as amend_r from "
                        .formatted(String.join(", ", key))
                : "";
    }

    String endOfFew() {
        return this == BY_ROW ? ")" : "";
    }

    /** Two rows of a key are enough to know that it is there twice: more would be multiplied with those of the other side. */
    String grouped(List<String> key) {
        return this == BY_ROW
                ? "where amend_r <= 2 or "
                        + key.stream().map("%s is null"::formatted).collect(Collectors.joining(" or "))
                : "group by " + String.join(", ", key);
    }
}
