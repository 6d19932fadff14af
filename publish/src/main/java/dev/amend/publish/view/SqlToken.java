package dev.amend.publish.view;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token of a query. White space and comments are not tokens.
 *
 * @param value the text without its quotes
 * @param start the offset of its first character in the query
 * @param end the offset after its last character
 */
record SqlToken(Kind kind, String value, int start, int end) {
    private static final String BLANK = "\\s+|--[^\n]*|/\\*.*?\\*/";
    private static final String QUOTED = "`(?<ticked>(?:[^`]|``)*)`|\"(?<quoted>(?:[^\"]|\"\")*)\"";
    private static final String REST =
            "(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*)|(?<number>[0-9][\\p{L}\\p{N}_.]*)|(?<symbol>.)";

    private static final Pattern ANSI =
            Pattern.compile(BLANK + "|(?<literal>'(?:[^']|'')*')|" + QUOTED + "|" + REST, Pattern.DOTALL);
    /** The Spark dialect, in which a backslash escapes the next character of a literal. */
    private static final Pattern SPARK =
            Pattern.compile(BLANK + "|(?<literal>'(?:[^'\\\\]|''|\\\\.)*')|" + QUOTED + "|" + REST, Pattern.DOTALL);

    /** The kind of a token. */
    enum Kind {
        WORD,
        TICKED,
        QUOTED,
        LITERAL,
        SYMBOL
    }

    static List<SqlToken> of(String sql, String dialect) {
        List<SqlToken> tokens = new ArrayList<>();
        Matcher matcher = (dialect.equalsIgnoreCase("spark") ? SPARK : ANSI).matcher(sql);
        while (matcher.find()) {
            if (matcher.group("word") != null) {
                tokens.add(token(Kind.WORD, matcher, "word"));
            } else if (matcher.group("ticked") != null) {
                tokens.add(token(Kind.TICKED, matcher, "ticked"));
            } else if (matcher.group("quoted") != null) {
                tokens.add(token(Kind.QUOTED, matcher, "quoted"));
            } else if (matcher.group("literal") != null) {
                tokens.add(token(Kind.LITERAL, matcher, "literal"));
            } else if (matcher.group("number") != null) {
                tokens.add(token(Kind.LITERAL, matcher, "number"));
            } else if (matcher.group("symbol") != null) {
                tokens.add(token(Kind.SYMBOL, matcher, "symbol"));
            }
        }
        return List.copyOf(tokens);
    }

    private static SqlToken token(Kind kind, Matcher matcher, String group) {
        return new SqlToken(kind, String.valueOf(matcher.group(group)), matcher.start(), matcher.end());
    }

    /** Returns whether this is the given keyword in any case, or the given symbol. */
    boolean is(String text) {
        return (isWord() && value.equalsIgnoreCase(text)) || (kind == Kind.SYMBOL && value.equals(text));
    }

    boolean isWord() {
        return kind == Kind.WORD;
    }

    boolean isIdentifier() {
        return isWord() || kind == Kind.TICKED || kind == Kind.QUOTED;
    }

    /** A name in the same quotes as this token, if it has any. */
    String quoted(String name) {
        return switch (kind) {
            case TICKED -> "`" + name + "`";
            case QUOTED -> "\"" + name + "\"";
            case WORD, LITERAL, SYMBOL -> name;
        };
    }
}
