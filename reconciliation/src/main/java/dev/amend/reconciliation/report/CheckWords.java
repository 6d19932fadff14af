package dev.amend.reconciliation.report;

import java.util.Map;

/** What a check is about, for those who did not write the specification. */
final class CheckWords {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("schema", "the table has the same columns as before"),
            Map.entry("row-count", "how many rows each partition has"),
            Map.entry("partitions", "no partition lost all its rows, none is new"),
            Map.entry("key-unique", "no row is there twice"),
            Map.entry("key-not-null", "every row can be told from the others"),
            Map.entry("required", "the column is always filled"),
            Map.entry("guard-band", "what lies right outside of the range is untouched"),
            Map.entry("measure", "how far the figure moved"),
            Map.entry("finite", "the figure is made of numbers alone"),
            Map.entry("source-total", "the new data adds up to what it was made from"),
            Map.entry(
                    "boundary-jump",
                    "a step between neighbours that was not there before; the larger z, the less it is chance"),
            Map.entry("unchanged", "the column is the same in every row"),
            Map.entry("moved-rows", "rows that went to another partition"),
            Map.entry("unexplained-rows", "rows that changed without an agreed reason"),
            Map.entry("unexplained-delta", "how far the figure moved without an agreed reason"),
            Map.entry("check", "a check of this table's owners; it shows the rows that break it"));

    private CheckWords() {}

    /** Empty for a check that has no words. */
    static String of(String check) {
        return WORDS.getOrDefault(check.split(":", 2)[0], "");
    }
}
