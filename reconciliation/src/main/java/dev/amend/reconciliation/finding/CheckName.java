package dev.amend.reconciliation.finding;

import java.util.Arrays;
import java.util.Optional;

/** The checks that there are, by the names that findings and reports give them. */
public enum CheckName {
    SCHEMA("schema"),
    ROW_COUNT("row-count"),
    ROWS("rows"),
    COMPARED_COLUMNS("compared-columns"),
    PARTITIONS("partitions"),
    KEY_UNIQUE("key-unique"),
    KEY_NOT_NULL("key-not-null"),
    REQUIRED("required"),
    GUARD_BAND("guard-band"),
    MEASURE("measure"),
    FINITE("finite"),
    SOURCE_TOTAL("source-total"),
    BOUNDARY_JUMP("boundary-jump"),
    TOTALS("totals"),
    UNCHANGED("unchanged"),
    MOVED_ROWS("moved-rows"),
    DECLARED_REASONS("declared-reasons"),
    UNEXPLAINED_ROWS("unexplained-rows"),
    UNEXPLAINED_DELTA("unexplained-delta"),
    /** A check that the table's owners wrote. */
    OWN("check");

    private static final String OF = ":";

    private final String text;

    CheckName(String text) {
        this.text = text;
    }

    /** The name of a check that there is once, such as {@code row-count}. */
    public String text() {
        return text;
    }

    /** The name of a check of one measure, column or rule, such as {@code measure:revenue}. */
    public String of(String subject) {
        return text + OF + subject;
    }

    /** The check that a finding's name is of; empty for a name that no version had. */
    public static Optional<CheckName> parse(String check) {
        String name = check.split(OF, 2)[0];
        return Arrays.stream(values()).filter(known -> known.text.equals(name)).findFirst();
    }
}
