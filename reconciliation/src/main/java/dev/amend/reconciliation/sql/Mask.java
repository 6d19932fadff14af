package dev.amend.reconciliation.sql;

import dev.amend.specs.Target;
import java.util.regex.Pattern;

/** Replaces values of sensitive columns. It is inserted in the executors, so the values never leave them. */
public final class Mask {
    /** The same text for every value: a hash could be reversed by trying. */
    public static final String TEXT = "•••";

    private Mask() {}

    /** Returns whether a piece of SQL mentions a sensitive column; in doubt it returns true. */
    public static boolean isNeededFor(String sql, Target target) {
        return target.sensitive().stream()
                .map(column ->
                        Pattern.compile("(?<!\\w)" + Pattern.quote(column) + "(?!\\w)", Pattern.CASE_INSENSITIVE))
                .anyMatch(column -> column.matcher(sql).find());
    }

    /** An expression that only distinguishes null from a value. */
    public static String over(String reference) {
        return "if(%s is null, cast(null as string), '%s')".formatted(reference, TEXT);
    }
}
