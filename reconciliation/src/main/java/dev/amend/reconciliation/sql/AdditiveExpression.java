package dev.amend.reconciliation.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An aggregate over a whole that is the sum of the aggregates over its parts. Only sums and counts qualify, also if
 * they are added, subtracted or multiplied by a number; everything else is computed over the whole.
 */
public record AdditiveExpression(List<Term> terms) {
    private static final Pattern SIGN = Pattern.compile("\\G\\s*[+-]");

    /**
     * A sum or count.
     *
     * @param sign {@code +}, {@code -} or empty
     * @param filter the condition of a {@code filter (where …)}
     * @param factor a multiplication, or empty
     */
    private record Term(String sign, String function, String argument, Optional<String> filter, String factor) {

        String asWritten() {
            String filtered =
                    filter.map(condition -> " filter (%s)".formatted(condition)).orElse("");
            return "%s(%s)%s".formatted(function, argument, filtered);
        }

        /** Counts as zero if it has no value, so that the other terms keep theirs. */
        String besideOthers() {
            return "%s coalesce(%s, 0)%s".formatted(sign, asWritten(), factor);
        }

        private boolean counts() {
            return function.toLowerCase(Locale.ROOT).startsWith("count");
        }

        private boolean isPlain() {
            return !sign.equals("-") && factor.isEmpty() && filter.isEmpty();
        }

        /** The contribution of one row. */
        Optional<String> ofOneRow() {
            if (!isPlain()) {
                return Optional.empty();
            }
            return switch (function.toLowerCase(Locale.ROOT)) {
                case "sum", "try_sum" -> Optional.of(argument);
                case "count_if" -> Optional.of("if(%s, 1L, 0L)".formatted(argument));
                default -> argument.strip().equals("*") ? Optional.of("1L") : Optional.empty();
            };
        }
    }

    public AdditiveExpression {
        terms = List.copyOf(terms);
    }

    /** The expression; empty if it does not add up. */
    public static Optional<AdditiveExpression> parse(String expression) {
        return new Parser(expression.strip()).parse();
    }

    public static boolean matches(String expression) {
        return parse(expression).isPresent();
    }

    /**
     * The aggregate over a group of rows; the sum over all groups is the aggregate over the whole. It has no value if
     * none of its terms has one.
     */
    public String ofGroup() {
        if (terms.size() == 1) {
            return terms.get(0).asWritten() + terms.get(0).factor();
        }
        String sum = terms.stream().map(Term::besideOthers).collect(Collectors.joining(" "));
        if (terms.stream().anyMatch(Term::counts)) {
            return sum;
        }
        String noValue = terms.stream()
                .map(term -> "%s is null".formatted(term.asWritten()))
                .collect(Collectors.joining(" and "));
        return "if(%s, null, %s)".formatted(noValue, sum);
    }

    /** The contribution of a single row, if it is known without knowing types. */
    public Optional<String> ofOneRow() {
        return terms.size() == 1 ? terms.get(0).ofOneRow() : Optional.empty();
    }

    /** The value over no rows: zero if the expression only counts, otherwise none. */
    public static Optional<BigDecimal> overNoRows(String expression) {
        boolean counts = parse(expression)
                .map(additive -> additive.terms.stream().allMatch(Term::counts))
                .orElseGet(() -> new Parser(expression.strip()).isOneCount());
        return counts ? Optional.of(BigDecimal.ZERO) : Optional.empty();
    }

    private static final class Parser {
        private static final Set<String> ADDITIVE = Set.of("sum", "try_sum", "count", "count_if");
        private static final Pattern CALL = Pattern.compile("\\G\\s*([A-Za-z_]+)\\s*\\(");
        private static final Pattern FILTER = Pattern.compile("\\G\\s*filter\\s*\\(", Pattern.CASE_INSENSITIVE);
        private static final Pattern FACTOR = Pattern.compile("\\G\\s*\\*\\s*\\d+(?:\\.\\d+)?(?![\\w.])");
        private static final Pattern DISTINCT =
                Pattern.compile("\\s*distinct\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

        private final String text;
        private int position;

        Parser(String text) {
            this.text = text;
        }

        Optional<AdditiveExpression> parse() {
            List<Term> terms = new ArrayList<>();
            String sign = "";
            do {
                Optional<Term> term = term(sign);
                if (term.isEmpty()) {
                    return Optional.empty();
                }
                terms.add(term.get());
                int before = position;
                sign = skip(SIGN) ? text.substring(before, position).strip() : "";
            } while (!sign.isEmpty());
            return position == text.length() ? Optional.of(new AdditiveExpression(terms)) : Optional.empty();
        }

        private Optional<Term> term(String sign) {
            Matcher call = CALL.matcher(text);
            if (!call.find(position) || !ADDITIVE.contains(call.group(1).toLowerCase(Locale.ROOT))) {
                return Optional.empty();
            }
            Optional<String> argument = upToClosing(call.end());
            if (argument.isEmpty() || DISTINCT.matcher(argument.get()).matches()) {
                return Optional.empty();
            }

            Optional<String> condition = Optional.empty();
            Matcher filter = FILTER.matcher(text);
            if (filter.find(position)) {
                condition = upToClosing(filter.end());
                if (condition.isEmpty()) {
                    return Optional.empty();
                }
            }
            int before = position;
            String factor = skip(FACTOR) ? text.substring(before, position) : "";
            return Optional.of(new Term(sign, call.group(1), argument.get(), condition, factor));
        }

        private boolean skip(Pattern pattern) {
            Matcher matcher = pattern.matcher(text);
            if (!matcher.find(position)) {
                return false;
            }
            position = matcher.end();
            return true;
        }

        /** True for a single count, including a count of distinct values. */
        boolean isOneCount() {
            Matcher call = CALL.matcher(text);
            return call.find(0)
                    && call.group(1).toLowerCase(Locale.ROOT).matches("count|approx_count_distinct")
                    && upToClosing(call.end()).isPresent()
                    && position == text.length();
        }

        /** The text up to the parenthesis that closes the one before {@code start}; quoted text is skipped. */
        private Optional<String> upToClosing(int start) {
            int depth = 1;
            for (int i = start; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\'' || c == '"' || c == '`') {
                    i = closingQuote(i);
                    if (i < 0) {
                        return Optional.empty();
                    }
                }
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth == 0) {
                    position = i + 1;
                    return Optional.of(text.substring(start, i));
                }
            }
            return Optional.empty();
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
}
