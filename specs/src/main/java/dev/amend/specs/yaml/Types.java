package dev.amend.specs.yaml;

import dev.amend.specs.BackfillId;
import dev.amend.specs.DeltaRange;
import dev.amend.specs.RowTolerance;
import dev.amend.specs.SourceRange;
import dev.amend.specs.TableId;
import dev.amend.specs.text.DurationText;
import dev.amend.specs.text.Secrets;
import dev.amend.specs.text.SqlText;
import dev.amend.specs.yaml.tree.Tree;
import dev.amend.specs.yaml.tree.Words;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of the values of a specification. */
final class Types {
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(?:\\.\\d{1,18})?(?:[eE][+-]?\\d{1,3})?");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,126}");
    private static final Pattern NAME_PATTERN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,62}");
    private static final Pattern COLUMN_PATTERN =
            Pattern.compile("[^\\p{Cntrl}`\\s](?:[^\\p{Cntrl}`]{0,253}[^\\p{Cntrl}`\\s])?");
    private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]{1,1000}");
    private static final Pattern CURRENCY_PATTERN = Pattern.compile("[A-Z]{3}");
    private static final Pattern BYTES_PATTERN = Pattern.compile("\\d{1,15}(?:\\.\\d{1,6})?\\s?(?:[KMGTP]i?)?B");
    private static final Pattern PARTITIONS_PATTERN = Pattern.compile("(\\d{1,7})(?: partitions?)?");
    private static final Pattern ROWS_PATTERN = Pattern.compile("\\d{1,15}(?: to \\d{1,15})?");
    private static final Pattern CLASS_PATTERN = Pattern.compile("[A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*)*");
    private static final Pattern TAG_PATTERN =
            Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_-]*\\.)*([A-Za-z_][A-Za-z0-9_-]{0,127})");
    private static final Pattern WINDOW_PATTERN =
            Pattern.compile("(?:DAY(?:-DAY)?(?:,DAY(?:-DAY)?)* )?TIME-TIME (?<zone>\\S+)"
                    .replace("DAY", "(?:mon|tue|wed|thu|fri|sat|sun)")
                    .replace("TIME", "(?:[01]\\d|2[0-3]):[0-5]\\d"));

    static final ValueType<String> LINE = ValueType.read(Types::line);
    static final ValueType<String> SQL = ValueType.of(
            "SQL", text -> Optional.of(SqlText.ofOneStatement(text)).filter(sql -> !sql.isBlank()));
    static final ValueType<String> SETTING = ValueType.of("a value", Optional::of);
    static final ValueType<BackfillId> BACKFILL_ID = ValueType.read(leaf -> new BackfillId(leaf.text()));
    static final ValueType<TableId> TABLE = ValueType.read(leaf -> TableId.parse(leaf.text()));
    static final ValueType<String> COLUMN =
            ValueType.of("the name of a column", matching(COLUMN_PATTERN, text -> true));
    static final ValueType<String> MEASURE_NAME =
            ValueType.of("letters, digits and underscores", matching(IDENTIFIER, text -> true));
    static final ValueType<String> SOURCE_NAME = ValueType.of(
            "letters, digits and underscores, and not old, new or changes, which have a meaning already",
            matching(IDENTIFIER, text -> !List.of("old", "new", "changes").contains(text.toLowerCase(Locale.ROOT))));
    static final ValueType<String> NAME =
            ValueType.of("at most 63 letters, digits, dashes and underscores", matching(NAME_PATTERN, text -> true));
    static final ValueType<String> SPARK_SETTING = ValueType.read(Types::sparkSetting);
    static final ValueType<String> FILE = ValueType.of(
            "a path relative to the specification",
            matching(ONE_LINE, text -> !text.isBlank() && !text.startsWith("/")));
    static final ValueType<String> CLASS = ValueType.of("the name of a class", matching(CLASS_PATTERN, text -> true));

    static final ValueType<Boolean> FLAG = ValueType.plain("true or false", Types::flag);
    static final ValueType<Integer> NEIGHBOURS = whole(0, SourceRange.LARGE, Long::intValue);
    static final ValueType<Integer> POSITIVE = whole(1, 1_000_000_000L, Long::intValue);
    static final ValueType<Integer> CONCURRENCY = whole(1, 64, Long::intValue);
    static final ValueType<Integer> VERSION = whole(1, 1, Long::intValue);
    static final ValueType<Long> ROWS = whole(0, 1_000_000_000_000_000L, rows -> rows);
    static final ValueType<BigDecimal> NUMBER_FROM_ZERO =
            ValueType.plain("a number, 0 or greater", text -> number(text).filter(number -> number.signum() >= 0));
    static final ValueType<BigDecimal> FRACTION = ValueType.plain(
            "a fraction from 0 to 1",
            text -> number(text).filter(number -> number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0));
    static final ValueType<BigDecimal> ANY_NUMBER = ValueType.plain("a number", Types::number);

    static final ValueType<Duration> DURATION = ValueType.read(leaf -> duration(leaf));
    static final ValueType<Duration> POSITIVE_DURATION = ValueType.read(leaf -> {
        Duration duration = duration(leaf);
        if (duration.isZero()) {
            throw new IllegalArgumentException(
                    "Invalid %s '%s': it must be longer than nothing".formatted(leaf.name(), leaf.text()));
        }
        return duration;
    });
    static final ValueType<Instant> INSTANT =
            ValueType.of("a moment with its zone, such as 2026-07-05T18:00:00Z", Types::instant);
    static final ValueType<PartitionText> PARTITION = ValueType.read(PartitionText::parse);
    static final ValueType<String> WINDOW =
            ValueType.of("such as '02:00-04:30 Europe/Berlin' or 'mon-fri 02:00-04:30 UTC'", Types::window);

    static final ValueType<RowTolerance> ROW_TOLERANCE = ValueType.read(leaf -> RowTolerance.parse(leaf.text()));
    static final ValueType<Long> PARTITIONS =
            ValueType.of("a number of partitions such as '31 partitions'", Types::partitions);
    static final ValueType<DeltaRange> DELTA = ValueType.read(leaf -> DeltaRange.parse(leaf.text()));
    static final ValueType<String> BYTES = ValueType.of("a size such as 5TB", matching(BYTES_PATTERN, text -> true));
    static final ValueType<String> CURRENCY =
            ValueType.of("three letters such as EUR", matching(CURRENCY_PATTERN, text -> true));
    static final ValueType<String> EXPECTED_ROWS =
            ValueType.of("such as 12000 to 13000", matching(ROWS_PATTERN, text -> true));
    static final ValueType<String> TAG =
            ValueType.of("letters, digits, dashes and underscores, after the last dot at most 128", Types::tag);

    private Types() {}

    /** One of the words of an enum, in lower case. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> words) {
        List<String> names = Arrays.stream(words.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList();
        return ValueType.of(
                Words.either(names),
                text -> names.contains(text)
                        ? Optional.of(Enum.valueOf(words, text.toUpperCase(Locale.ROOT)))
                        : Optional.empty());
    }

    private static Optional<Long> partitions(String text) {
        Matcher matcher = PARTITIONS_PATTERN.matcher(text);
        return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    private static Function<String, Optional<String>> matching(
            Pattern pattern, java.util.function.Predicate<String> condition) {
        return text -> pattern.matcher(text).matches() && condition.test(text) ? Optional.of(text) : Optional.empty();
    }

    private static <T> ValueType<T> whole(long low, long high, Function<Long, T> narrowing) {
        String expected = low == high
                ? "%d, the only one there is".formatted(low)
                : high < 1_000_000_000L
                        ? "a whole number from %d to %d".formatted(low, high)
                        : "a whole number, at least %d".formatted(low);
        return ValueType.plain(
                expected,
                text -> WHOLE.matcher(text).matches()
                        ? Optional.of(Long.parseLong(text))
                                .filter(number -> low <= number && number <= high)
                                .map(narrowing)
                        : Optional.empty());
    }

    private static String line(Tree.Leaf leaf) {
        if (Secrets.areIn(leaf.text())) {
            throw new IllegalArgumentException("Invalid %s: %s".formatted(leaf.name(), CredentialLines.REFUSAL));
        }
        return Optional.of(leaf.text())
                .filter(text -> ONE_LINE.matcher(text).matches() && !text.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid %s %s: expected some text on one line".formatted(leaf.name(), leaf.describe())));
    }

    private static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Duration duration(Tree.Leaf leaf) {
        return DurationText.parse(leaf.text())
                .orElseThrow(() ->
                        new IllegalArgumentException("Invalid %s %s: expected a duration such as 10s, 15m, 2h or 30d"
                                .formatted(leaf.name(), leaf.describe())));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> window(String text) {
        Matcher matcher = WINDOW_PATTERN.matcher(text);
        try {
            return matcher.matches() && ZoneId.of(matcher.group("zone")) != null ? Optional.of(text) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> tag(String text) {
        Matcher matcher = TAG_PATTERN.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String sparkSetting(Tree.Leaf leaf) {
        SparkSettings.refusal(leaf.text()).ifPresent(reason -> {
            throw new IllegalArgumentException("Invalid %s %s: %s".formatted(leaf.name(), leaf.describe(), reason));
        });
        return leaf.text();
    }
}
