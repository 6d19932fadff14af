package dev.amend.reconciliation.query;

import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.types.DataType;

/** Spark's rules for casts. */
public final class CastRules {

    private CastRules() {}

    /** Returns whether Spark lets a value of one type be cast to the other, even if the cast of some values fails. */
    public static boolean allow(DataType from, DataType to) {
        return Cast.canAnsiCast(from, to);
    }
}
