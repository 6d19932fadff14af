package dev.amend.engine.output;

import dev.amend.engine.prove.SpotChecker;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** The result of a spot check for display. */
public final class SpotCheckView {
    private final SpotChecker.Result result;

    public SpotCheckView(SpotChecker.Result result) {
        this.result = result;
    }

    public boolean passed() {
        return result.passed();
    }

    public Document document() {
        return new Document()
                .with("passed", result.passed())
                .with("rows", result.found().rows())
                .with("differing", result.found().differing())
                .with("example", result.found().example())
                .with("confidence", result.wanted().confidence())
                .with("share_wanted", result.wanted().share())
                .with("share_shown", result.shareShown())
                .with("left_out", result.leftOut())
                .with("seed", result.seed());
    }

    /** The result in one or two lines. */
    public String text() {
        if (!result.isEnough()) {
            return "  spot check: %s, which is by chance too few to show %s; draw again"
                    .formatted(drawn(), percent(result.wanted().share()));
        }
        if (!result.passed()) {
            return "  spot check: %s; %,d of them are not stored as they are derived%s, the first: %s%n    --seed %d draws the same rows again"
                    .formatted(
                            drawn(),
                            result.found().differing(),
                            leftOut(),
                            result.found().example().orElse("?"),
                            result.seed());
        }
        String each = "  spot check: %s, each is stored as it is derived%s".formatted(drawn(), leftOut());
        return result.isOfAllRows()
                ? each
                : each
                        + "%n    so at least %s of all rows are, with a confidence of %s"
                                .formatted(
                                        percent(result.shareShown()),
                                        percent(result.wanted().confidence()));
    }

    private String drawn() {
        String rows = "%,d rows".formatted(result.found().rows());
        return result.isOfAllRows()
                ? "all %s were derived again from the pinned sources".formatted(rows)
                : "%s were drawn at random and derived again from the pinned sources".formatted(rows);
    }

    private String leftOut() {
        return result.leftOut().isEmpty()
                ? ""
                : " (not compared, since volatile or with a tolerance: %s)"
                        .formatted(String.join(", ", result.leftOut()));
    }

    /** A percentage, rounded down so that it never exceeds the share that was shown. */
    private static String percent(double share) {
        BigDecimal percent = BigDecimal.valueOf(share * 100).setScale(4, RoundingMode.FLOOR);
        return String.format(Locale.ROOT, "%s%%", percent.stripTrailingZeros().toPlainString());
    }
}
