package dev.amend.specs.text;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text form of a duration: a whole number and a unit, {@code 10s}, {@code 15m}, {@code 2h} or {@code 30d}. */
public final class DurationText {
    private static final Pattern PATTERN = Pattern.compile("(?:0|[1-9]\\d{0,6})[smhd]");

    private DurationText() {}

    /** The duration that {@code text} means, or empty if the text is not a duration. */
    public static Optional<Duration> parse(String text) {
        if (!PATTERN.matcher(text).matches()) {
            return Optional.empty();
        }

        int last = text.length() - 1;
        ChronoUnit unit = switch (text.charAt(last)) {
            case 's' -> ChronoUnit.SECONDS;
            case 'm' -> ChronoUnit.MINUTES;
            case 'h' -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
        return Optional.of(Duration.of(Long.parseLong(text.substring(0, last)), unit));
    }
}
