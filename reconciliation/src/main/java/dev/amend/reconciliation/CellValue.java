package dev.amend.reconciliation;

import dev.amend.specs.Excerpt;

/** A value to be shown. {@code null} in the data, and a row that is not there, are not the text "null". */
public record CellValue(Kind kind, String text) {

    /** Whether there is a value at all. */
    public enum Kind {
        VALUE,
        NULL,
        /** The row is not on this side. */
        ABSENT
    }

    public static final CellValue NULL = new CellValue(Kind.NULL, "");
    public static final CellValue ABSENT = new CellValue(Kind.ABSENT, "");

    /** Of a longer text the beginning is kept. */
    public static final int LONGEST = 200;

    public static CellValue of(String text) {
        return new CellValue(Kind.VALUE, Excerpt.of(text, LONGEST));
    }
}
