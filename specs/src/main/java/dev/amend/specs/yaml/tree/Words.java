package dev.amend.specs.yaml.tree;

import dev.amend.specs.text.Excerpt;
import java.util.List;

/** The form of the file's text in a message: one line of limited length. */
public final class Words {
    private static final int LONGEST = 80;
    private static final int LONGEST_MESSAGE = 600;

    private Words() {}

    public static String quoted(String text) {
        return "'" + shortened(text, LONGEST) + "'";
    }

    /** A whole message on one line; it may contain text from the file. */
    static String line(String text) {
        return shortened(text, LONGEST_MESSAGE);
    }

    private static String shortened(String text, int longest) {
        return Excerpt.of(text, longest).replaceAll("\\p{Cntrl}", " ");
    }

    /** The words as an alternative: {@code a, b or c}. */
    public static String either(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.get(words.size() - 1);
    }
}
