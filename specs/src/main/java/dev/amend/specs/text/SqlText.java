package dev.amend.specs.text;

import java.util.regex.Pattern;

/** SQL as people keep it in files and paste it into YAML. */
public final class SqlText {
    private static final Pattern END = Pattern.compile("\\s*;\\s*\\z");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private SqlText() {}

    /** The text without a byte order mark before it and one semicolon after it. Its lines keep their numbers. */
    public static String ofOneStatement(String text) {
        String withoutMark = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return END.matcher(withoutMark).replaceFirst("");
    }
}
