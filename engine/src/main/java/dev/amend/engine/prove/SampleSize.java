package dev.amend.engine.prove;

/**
 * How many rows must be drawn at random, and all be right, to say with some confidence that a share of all is right: the
 * sampling plan without failures, {@code n = ln(1 - confidence) / ln(share)} ("success run"; W. A. Taylor, Guide to
 * Acceptance Sampling, 1992).
 *
 * @param share of the rows that is to be right, between 0 and 1, neither included
 * @param confidence between 0 and 1, neither included
 */
public record SampleSize(double share, double confidence) {
    /** Rows are drawn one by one: as many more are asked for that fewer than needed come in one of thousands of draws. */
    private static final double DEVIATIONS = 4;

    public SampleSize {
        requireBetween("share", share);
        requireBetween("confidence", confidence);
    }

    private static void requireBetween(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("Invalid %s: %s is not between 0 and 1".formatted(name, value));
        }
    }

    /** How many rows that must be. */
    public long rows() {
        return (long) Math.ceil(Math.log1p(-confidence) / Math.log(share));
    }

    /** With what chance to draw each of so many rows; 1 if all of them are too few. */
    public double chance(long ofRows) {
        double asked = rows() + DEVIATIONS * Math.sqrt((double) rows());
        return ofRows <= asked ? 1 : asked / ofRows;
    }

    /** What so many rows show, all drawn at random and all right: the share of which the same confidence can be had. */
    public double shareShownBy(long rows) {
        return rows == 0 ? 0 : Math.pow(1 - confidence, 1.0 / rows);
    }
}
