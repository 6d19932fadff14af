package dev.amend.reconciliation.report;

/** The space of a text on a page. */
final class Space {
    private static final String ESCAPED = "&<>\"'/";
    private static final int LONGEST_ESCAPE = 6;

    private Space() {}

    /** The space in bytes, as escaped UTF-8, or slightly more. */
    static int of(String text) {
        return text.chars().map(Space::ofOne).sum();
    }

    private static int ofOne(int character) {
        if (ESCAPED.indexOf(character) >= 0) {
            return LONGEST_ESCAPE;
        }
        if (character < 0x80) {
            return 1;
        }
        return character < 0x800 ? 2 : 3;
    }
}
