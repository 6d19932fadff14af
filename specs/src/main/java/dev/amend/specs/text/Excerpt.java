package dev.amend.specs.text;

/** The beginning of a text that may be too long to show. */
public final class Excerpt {
    private static final String GOES_ON = "…";

    private Excerpt() {}

    /**
     * The text, cut to the given length and followed by an ellipsis if it is longer. A surrogate pair is never split,
     * since half of one can't be written.
     *
     * @param longest in characters as Spark counts them; Java stores some of them as two
     */
    public static String of(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest)) + GOES_ON;
    }
}
