package dev.amend.engine.options;

import dev.amend.engine.output.PrintableText;

/** The rule for text that a person enters and the journal keeps. */
final class SaidText {
    private static final String MISREAD =
            "stands for what could not be read: set LC_ALL=C.UTF-8 (or another UTF-8 locale) and try again";

    private static final int REPLACEMENT = 0xFFFD;

    private SaidText() {}

    /** @throws IllegalArgumentException saying what is wrong with the text, without repeating it */
    static void require(String text, int longest) {
        if (PrintableText.isBlank(text)) {
            throw new IllegalArgumentException("it is blank");
        }
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            throw new IllegalArgumentException("%d characters are more than %d".formatted(length, longest));
        }
        requirePrintable(text);
    }

    private static void requirePrintable(String text) {
        text.codePoints()
                .filter(character -> isMisread(character) || !PrintableText.isPrintable(character))
                .findFirst()
                .ifPresent(character -> {
                    throw new IllegalArgumentException("the character U+%04X is not printable%s"
                            .formatted(character, isMisread(character) ? ", and " + MISREAD : ""));
                });
    }

    /** Returns whether Java put this character for a byte that it could not read in the characters of the locale. */
    private static boolean isMisread(int character) {
        return character == REPLACEMENT || Character.getType(character) == Character.SURROGATE;
    }
}
