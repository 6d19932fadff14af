package dev.amend.reconciliation.query;

import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;

/** The rows from which a limit or an offset takes the first ones. */
record Cut(LogicalPlan rows) {

    static Cut by(LogicalPlan limit) {
        LogicalPlan child = onlyChild(limit);
        return new Cut(child instanceof LocalLimit ? onlyChild(child) : child);
    }

    private static LogicalPlan onlyChild(LogicalPlan node) {
        return SqlTree.<LogicalPlan>java(node.children()).get(0);
    }

    boolean hasOneRowAtMost() {
        return rows.maxRows().isDefined() && ((Number) rows.maxRows().get()).longValue() <= 1;
    }

    /** The sort that orders all rows; empty if there is none. */
    Optional<Sort> order() {
        return orderOf(rows);
    }

    private static Optional<Sort> orderOf(LogicalPlan plan) {
        if (plan instanceof Sort sort) {
            return Optional.of(sort).filter(Sort::global);
        }
        boolean keepsOrder = plan instanceof Project || plan instanceof LocalLimit || plan instanceof Offset;
        return keepsOrder ? orderOf(onlyChild(plan)) : Optional.empty();
    }
}
