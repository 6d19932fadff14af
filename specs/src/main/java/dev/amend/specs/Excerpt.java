package dev.amend.specs;

/** The beginning of a text that may be too long to be shown. */
public final class Excerpt {
    private static final String GOES_ON = "…";

    private Excerpt() {}

    /**
     * The text, or so much of it and an ellipsis. A character of two halves is never parted: half of one can't be written.
     *
     * @param longest in characters as Spark counts them, of which Java keeps some as two
     */
    public static String of(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest)) + GOES_ON;
    }
}
