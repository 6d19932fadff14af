package dev.amend.reconciliation.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement with values in place of its named parameters, which a reader can run again unchanged. */
public final class BoundSql {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** Also matches texts, quoted names and comments, so that nothing inside them is mistaken for a parameter. */
    private static final Pattern PARAMETER = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|--[^\\n]*|/\\*.*?\\*/|(?<!:):([A-Za-z_]\\w*)",
            Pattern.DOTALL);

    private BoundSql() {}

    /** The statement with values; names without a value stay. */
    public static String of(String statement, Map<String, Object> parameters) {
        return PARAMETER.matcher(statement).replaceAll(found -> Matcher.quoteReplacement(bound(found, parameters)));
    }

    private static String bound(MatchResult found, Map<String, Object> parameters) {
        String name = found.group(1);
        return name == null || !parameters.containsKey(name) ? found.group() : literal(parameters.get(name));
    }

    private static String literal(Object value) {
        if (value instanceof LocalDate date) {
            return "date'%s'".formatted(date);
        }
        if (value instanceof Instant moment) {
            return "timestamp'%sZ'".formatted(MOMENT.format(moment.atOffset(ZoneOffset.UTC)));
        }
        if (value instanceof LocalDateTime moment) {
            return "timestamp_ntz'%s'".formatted(MOMENT.format(moment));
        }
        if (value instanceof Double floating) {
            return floating + "D";
        }
        if (value instanceof Long whole) {
            return whole + "L";
        }
        return value instanceof BigDecimal decimal
                ? decimal.toPlainString() + "BD"
                : value instanceof String text ? SqlTemplate.literal(text) : String.valueOf(value);
    }
}
