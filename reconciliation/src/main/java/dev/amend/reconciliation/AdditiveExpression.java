package dev.amend.reconciliation;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether an aggregate over a whole is the sum of the aggregates over its parts. Only sums and counts, added,
 * subtracted or multiplied by a number, are; everything else is computed over the whole.
 */
final class AdditiveExpression {
    private static final Set<String> ADDITIVE = Set.of("sum", "try_sum", "count", "count_if");
    private static final Pattern CALL = Pattern.compile("\\G\\s*([A-Za-z_]+)\\s*\\(");
    private static final Pattern FILTER = Pattern.compile("\\G\\s*filter\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern FACTOR = Pattern.compile("\\G\\s*\\*\\s*\\d+(?:\\.\\d+)?(?![\\w.])");
    private static final Pattern SIGN = Pattern.compile("\\G\\s*[+-]");
    private static final Pattern DISTINCT =
            Pattern.compile("\\s*distinct\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final String text;
    private int position;

    private AdditiveExpression(String text) {
        this.text = text;
    }

    static boolean matches(String expression) {
        return new AdditiveExpression(expression.strip()).isSumOfTerms();
    }

    private boolean isSumOfTerms() {
        do {
            if (!isTerm()) {
                return false;
            }
        } while (skip(SIGN));
        return position == text.length();
    }

    private boolean isTerm() {
        Matcher call = CALL.matcher(text);
        if (!call.find(position) || !ADDITIVE.contains(call.group(1).toLowerCase(Locale.ROOT))) {
            return false;
        }
        int argument = call.end();
        if (!skipToClosing(argument)
                || DISTINCT.matcher(text.substring(argument, position)).matches()) {
            return false;
        }

        Matcher filter = FILTER.matcher(text);
        if (filter.find(position) && !skipToClosing(filter.end())) {
            return false;
        }
        skip(FACTOR);
        return true;
    }

    private boolean skip(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find(position)) {
            return false;
        }
        position = matcher.end();
        return true;
    }

    /** Moves behind the parenthesis that closes the one before {@code start}; quoted text is passed over. */
    private boolean skipToClosing(int start) {
        int depth = 1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"' || c == '`') {
                i = closingQuote(i);
                if (i < 0) {
                    return false;
                }
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                position = i + 1;
                return true;
            }
        }
        return false;
    }

    private int closingQuote(int opening) {
        for (int i = opening + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(opening)) {
                return i;
            }
        }
        return -1;
    }
}
