package dev.amend.specs.yaml;

import dev.amend.specs.Excerpt;
import java.util.List;

/** How text of the file is shown in a message: on one line, and never longer than a line. */
final class Words {
    private static final int LONGEST = 80;
    private static final int LONGEST_MESSAGE = 600;

    private Words() {}

    static String quoted(String text) {
        return "'" + shortened(text, LONGEST) + "'";
    }

    /** A whole message, which may hold text of the file in full. */
    static String line(String text) {
        return shortened(text, LONGEST_MESSAGE);
    }

    private static String shortened(String text, int longest) {
        return Excerpt.of(text, longest).replaceAll("\\p{Cntrl}", " ");
    }

    /** {@code a, b or c}. */
    static String either(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.get(words.size() - 1);
    }
}
