package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.specs.PartitionRange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats quantities in few words. */
final class Plain {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);

    private Plain() {}

    static String moment(Instant instant) {
        return MOMENT.format(instant);
    }

    static String duration(Duration duration) {
        if (duration.toMinutes() > 0) {
            return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    static String bytes(long bytes) {
        double size = bytes;
        for (String unit : new String[] {"B", "kB", "MB", "GB"}) {
            if (size < 1000) {
                return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", size, unit);
            }
            size /= 1000;
        }
        return String.format(Locale.ROOT, "%.1f TB", size);
    }

    /** A range in the form that an owner reads. */
    static String range(PartitionRange range) {
        return range.size() == 1
                ? range.unit().format(range.start())
                : "%s to %s"
                        .formatted(
                                range.unit().format(range.start()), range.unit().format(range.last()));
    }

    static String count(long count, String one, String many) {
        return FigureText.number(count) + " " + (count == 1 ? one : many);
    }

    /** A value for an axis: a few digits and a unit. */
    static String axis(BigDecimal value) {
        if (value.abs().compareTo(MILLION) >= 0) {
            return FigureText.number(value.divide(MILLION, 2, RoundingMode.HALF_EVEN)) + " m";
        }
        int scale = value.abs().compareTo(BigDecimal.TEN) < 0 ? 2 : 0;
        return FigureText.number(value.setScale(scale, RoundingMode.HALF_EVEN));
    }

    static String share(long part, long whole) {
        if (whole == 0 || part == 0) {
            return "0%";
        }
        double share = 100.0 * part / whole;
        if (share > 99.99 && part < whole) {
            return "> 99.99%";
        }
        return share < 0.01
                ? "< 0.01%"
                : String.format(Locale.ROOT, "%.4g%%", share).replaceAll("\\.?0+%$", "%");
    }

    static String name(RowClass rowClass) {
        return rowClass.name().toLowerCase(Locale.ROOT);
    }

    static String meaning(RowClass rowClass) {
        return switch (rowClass) {
            case SAME -> "equal, or within tolerance, in every compared column";
            case CHANGED -> "on both sides, and at least one compared column differs";
            case ADDED -> "only in the new data";
            case REMOVED -> "only in the old data";
            case MOVED -> "in another partition of the same batch";
            case DUPLICATE -> "there more than once, so that rows can't be paired";
        };
    }
}
