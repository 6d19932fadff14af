package dev.amend.reconciliation.query;

/**
 * A reason why a value may differ from run to run.
 *
 * @param what the reason in the user's words, such as {@code rand()}
 * @param spread tells whether rows of one query may get different values
 */
record Cause(Dependence dependence, String what, Spread spread) {

    enum Spread {
        ONE_VALUE_IN_A_QUERY,
        BY_ROW
    }

    Cause(Dependence dependence, String what) {
        this(dependence, what, spreadOf(dependence));
    }

    private static Spread spreadOf(Dependence dependence) {
        return switch (dependence) {
            case CLOCK, SURROUNDINGS -> Spread.ONE_VALUE_IN_A_QUERY;
            case NOTHING, TIES, ORDER, ELEMENTS, CHANCE, LAYOUT, OUTSIDE -> Spread.BY_ROW;
        };
    }

    /** The same cause after a computation with values of rows. */
    Cause byRow() {
        return new Cause(dependence, what, Spread.BY_ROW);
    }

    boolean isByRow() {
        return spread == Spread.BY_ROW;
    }
}
