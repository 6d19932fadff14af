package dev.amend.reconciliation.finding;

import dev.amend.specs.text.Excerpt;

/** A value for display. A {@code null} in the data, and a missing row, are different from the text "null". */
public record CellValue(Kind kind, String text) {

    /** Tells whether there is a value at all. */
    public enum Kind {
        VALUE,
        NULL,
        /** The row is not on this side. */
        ABSENT
    }

    public static final CellValue NULL = new CellValue(Kind.NULL, "");
    public static final CellValue ABSENT = new CellValue(Kind.ABSENT, "");

    /** The length up to which a text is kept; a longer one is cut. */
    public static final int LONGEST = 200;

    public static CellValue of(String text) {
        return new CellValue(Kind.VALUE, Excerpt.of(text, LONGEST));
    }
}
