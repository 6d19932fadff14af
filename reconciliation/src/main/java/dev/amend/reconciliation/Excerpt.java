package dev.amend.reconciliation;

/** The beginning of a text that may be too long to be shown. */
public final class Excerpt {
    private static final String GOES_ON = "…";

    private Excerpt() {}

    /** The text, or so much of it and an ellipsis. A character of two halves is never parted: half of one can't be written. */
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + GOES_ON;
    }
}
