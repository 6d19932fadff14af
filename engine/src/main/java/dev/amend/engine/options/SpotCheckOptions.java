package dev.amend.engine.options;

import dev.amend.engine.prove.SampleSize;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code verify} for deriving rows again, and how many. */
public final class SpotCheckOptions {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,8})?) ?%");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    @Option(
            names = "--spot-check",
            paramLabel = "SHARE",
            description =
                    "derive as many random rows again from the pinned sources as show that this share is right, such as 99.9%%")
    private @Nullable String share;

    @Option(
            names = "--confidence",
            paramLabel = "C",
            description = "with --spot-check: how sure that has to be (default: 95%%)")
    private @Nullable String confidence;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "with --spot-check: draw the rows of an earlier check again")
    private @Nullable Long seed;

    /**
     * The requested sample; empty if none is requested.
     *
     * @throws dev.amend.specs.error.AmendException if an option is invalid, or belongs to one that is missing
     */
    public Optional<SampleSize> wanted() {
        if (share == null && (confidence != null || seed != null)) {
            throw invalid("--confidence, --seed: they go with --spot-check");
        }
        return Optional.ofNullable(share)
                .map(text -> new SampleSize(
                        fraction("--spot-check", text),
                        fraction("--confidence", Optional.ofNullable(confidence).orElse("95%"))));
    }

    /** The seed: the given one, which draws the same rows again, or the current time. */
    public long seed(Clock clock) {
        return Optional.ofNullable(seed).orElseGet(clock::millis);
    }

    private static double fraction(String option, String text) {
        Matcher percent = PERCENT.matcher(text.strip());
        if (!percent.matches()) {
            throw invalid("%s '%s': it is no percentage such as 99.9%%".formatted(option, text));
        }
        BigDecimal value = new BigDecimal(percent.group(1));
        if (value.signum() == 0 || value.compareTo(HUNDRED) >= 0) {
            throw invalid("%s '%s': it must lie between 0%% and 100%%; no sample shows that all rows are right"
                    .formatted(option, text));
        }
        return value.divide(HUNDRED).doubleValue();
    }

    private static RuntimeException invalid(String reason) {
        return CommandCode.invalidOption("verify", new IllegalArgumentException("Invalid " + reason));
    }
}
