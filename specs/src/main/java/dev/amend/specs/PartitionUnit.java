package dev.amend.specs;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The unit of a partition key. A partition is an ordinal of its unit: days, hours or months since 1970 in UTC, the number
 * of the year, or the integer itself.
 */
public enum PartitionUnit {
    DAY("\\d{4}-\\d{2}-\\d{2}") {
        @Override
        long parsed(String text) {
            return LocalDate.parse(text).toEpochDay();
        }

        @Override
        public String format(long ordinal) {
            return LocalDate.ofEpochDay(ordinal).toString();
        }
    },
    HOUR("\\d{4}-\\d{2}-\\d{2}T\\d{2}") {
        @Override
        long parsed(String text) {
            return ChronoUnit.HOURS.between(
                    EPOCH, LocalDateTime.parse(text + ":00", DateTimeFormatter.ISO_LOCAL_DATE_TIME));
        }

        @Override
        public String format(long ordinal) {
            return EPOCH.plusHours(ordinal).format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH", Locale.ROOT));
        }
    },
    MONTH("\\d{4}-\\d{2}") {
        @Override
        long parsed(String text) {
            return ChronoUnit.MONTHS.between(YearMonth.of(1970, 1), YearMonth.parse(text));
        }

        @Override
        public String format(long ordinal) {
            return YearMonth.of(1970, 1).plusMonths(ordinal).toString();
        }
    },
    INTEGER("0|-?[1-9]\\d{0,17}") {
        @Override
        long parsed(String text) {
            return Long.parseLong(text);
        }

        @Override
        public String format(long ordinal) {
            return Long.toString(ordinal);
        }
    },
    /** Written like an {@link #INTEGER}: the type of the column decides which of the two is meant. */
    YEAR("\\d{4}") {
        @Override
        long parsed(String text) {
            return Long.parseLong(text);
        }

        @Override
        public String format(long ordinal) {
            return "%04d".formatted(ordinal);
        }
    };

    private static final LocalDateTime EPOCH = LocalDate.EPOCH.atStartOfDay();

    private final Pattern pattern;

    PartitionUnit(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** Returns whether each partition of this unit consists of whole partitions of the other one. */
    public boolean isCoarserThan(PartitionUnit other) {
        List<PartitionUnit> fineToCoarse = List.of(HOUR, DAY, MONTH, YEAR);
        return fineToCoarse.contains(other) && fineToCoarse.indexOf(this) > fineToCoarse.indexOf(other);
    }

    abstract long parsed(String text);

    /** The ordinal that {@code text} means in this unit; empty if the text has another format, or is not a date. */
    public Optional<Long> parse(String text) {
        if (!pattern.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parsed(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The day that an integer such as 20130101 may stand for, as a specification writes it; empty if it is none. */
    public static Optional<String> dayWithoutDashes(long number) {
        try {
            return Optional.of(LocalDate.parse(Long.toString(number), DateTimeFormatter.BASIC_ISO_DATE)
                    .toString());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The partition as it is written in a specification. The first partition of a batch names the batch. */
    public abstract String format(long ordinal);

    /**
     * The first moment of a partition, in UTC.
     *
     * @throws IllegalStateException for {@link #INTEGER}, which has no moment
     */
    public LocalDateTime startOf(long ordinal) {
        return switch (this) {
            case DAY -> LocalDate.ofEpochDay(ordinal).atStartOfDay();
            case HOUR -> EPOCH.plusHours(ordinal);
            case MONTH -> EPOCH.plusMonths(ordinal);
            case YEAR -> LocalDate.of(Math.toIntExact(ordinal), 1, 1).atStartOfDay();
            case INTEGER -> throw new IllegalStateException("An integer partition has no moment");
        };
    }

    /** The ordinal of the partition that holds a moment, in UTC. */
    public long ordinalOf(LocalDateTime moment) {
        return switch (this) {
            case DAY -> moment.toLocalDate().toEpochDay();
            case HOUR -> Math.floorDiv(moment.toEpochSecond(ZoneOffset.UTC), 3600L);
            case MONTH -> ChronoUnit.MONTHS.between(YearMonth.of(1970, 1), YearMonth.from(moment));
            case YEAR -> moment.getYear();
            case INTEGER -> throw new IllegalStateException("An integer partition has no moment");
        };
    }
}
