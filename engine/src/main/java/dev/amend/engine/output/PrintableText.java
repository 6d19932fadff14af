package dev.amend.engine.output;

import java.util.Set;

/** Text that a terminal shows as written: nothing in it moves the cursor, colours, reorders or hides text. */
public final class PrintableText {
    /** Letters and signs that are drawn as nothing or as a blank. */
    private static final Set<Integer> INVISIBLE =
            Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0);

    private PrintableText() {}

    /** Returns whether a terminal shows this character as itself. Line breaks and tabs are not printable. */
    public static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !INVISIBLE.contains(character);
        };
    }

    /** Returns whether a person would see only blanks. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> Character.isSpaceChar(c) || Character.isWhitespace(c) || isMark(c));
    }

    /** Returns whether a character is an accent, which is visible only on a letter. */
    private static boolean isMark(int character) {
        return Character.getType(character) == Character.NON_SPACING_MARK;
    }

    /** Makes text safe to show: keeps printable characters, line breaks, tabs; shows others as {@code \\u{1b}}. */
    static String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(character -> append(cleaned, character));
        return cleaned.toString();
    }

    private static void append(StringBuilder cleaned, int character) {
        if (isPrintable(character) || character == '\n' || character == '\t') {
            cleaned.appendCodePoint(character);
        } else {
            cleaned.append("\\u{%x}".formatted(character));
        }
    }

    /** Does the same for a value inside a line, so that it can't begin a line of its own. */
    public static String line(String value) {
        return cleaned(value.strip()).replace("\n", "; ");
    }
}
