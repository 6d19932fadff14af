package dev.amend.engine.prove;

/**
 * The number of random rows that must all be right to conclude, with some confidence, that a share of all rows is
 * right: the sampling plan without failures, {@code n = ln(1 - confidence) / ln(share)} ("success run"; W. A. Taylor,
 * Guide to Acceptance Sampling, 1992).
 *
 * @param share the share of the rows that is to be right, between 0 and 1, both excluded
 * @param confidence between 0 and 1, both excluded
 */
public record SampleSize(double share, double confidence) {
    /** In standard deviations: so many more rows are aimed for that too few come in one of thousands of draws. */
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

    /** The number of rows that must be drawn. */
    public long rows() {
        return (long) Math.ceil(Math.log1p(-confidence) / Math.log(share));
    }

    /** The probability with which to draw each of {@code ofRows} rows; 1 if all of them are too few. */
    public double chance(long ofRows) {
        double asked = rows() + DEVIATIONS * Math.sqrt((double) rows());
        return ofRows <= asked ? 1 : asked / ofRows;
    }

    /** The share of right rows that so many random rows show with the same confidence, if all of them are right. */
    public double shareShownBy(long rows) {
        return rows == 0 ? 0 : Math.pow(1 - confidence, 1.0 / rows);
    }
}
