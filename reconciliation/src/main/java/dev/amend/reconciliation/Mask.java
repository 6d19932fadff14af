package dev.amend.reconciliation;

import dev.amend.specs.Target;
import java.util.regex.Pattern;

/** What stands where a value of a sensitive column would. It is put there in the executors, which the value does not leave. */
public final class Mask {
    /** The same for every value: a hash could be found again by trying. */
    public static final String TEXT = "•••";

    private Mask() {}

    /** Whether a piece of SQL speaks of a sensitive column; rather once too often than not. */
    static boolean isNeededFor(String sql, Target target) {
        return target.sensitive().stream()
                .map(column ->
                        Pattern.compile("(?<!\\w)" + Pattern.quote(column) + "(?!\\w)", Pattern.CASE_INSENSITIVE))
                .anyMatch(column -> column.matcher(sql).find());
    }

    /** An expression that tells null from a value and says no more. */
    static String over(String reference) {
        return "if(%s is null, cast(null as string), '%s')".formatted(reference, TEXT);
    }
}
