package dev.amend.reconciliation.query;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * The allowed operators of an analysed query, in addition to the relations that it reads: operators of Spark that only
 * compute rows from rows. An operator that is not listed is refused, even if a later version of Spark has it: it may
 * run a program, as {@code TRANSFORM … USING} does, or write.
 */
final class Operators {
    private static final Set<String> OF_A_QUERY = Set.of(
            "Aggregate",
            "AsOfJoin",
            "CTERelationDef",
            "Deduplicate",
            "Distinct",
            "Except",
            "Expand",
            "Filter",
            "Generate",
            "GlobalLimit",
            "Intersect",
            "Join",
            "LateralJoin",
            "LocalLimit",
            "Offset",
            "PipeOperator",
            "Project",
            "RebalancePartitions",
            "Repartition",
            "RepartitionByExpression",
            "ResolvedHint",
            "Sample",
            "Sort",
            "SubqueryAlias",
            "Union",
            "UnionLoop",
            "Window",
            "WithCTE");

    private static final String PROGRAM = "ScriptTransformation";

    private Operators() {}

    /** The violation; empty for an allowed node, and for leaves and views, which are relations. */
    static Optional<Breach> breachOf(LogicalPlan node) {
        String name = node.getClass().getSimpleName();
        if (name.equals(PROGRAM)) {
            return Optional.of(new Breach(Breach.Kind.PROGRAM, "TRANSFORM … USING"));
        }
        boolean allowed = OF_A_QUERY.contains(name)
                || node.children().isEmpty()
                || Relation.readBy(node).isPresent();
        return allowed ? Optional.empty() : Optional.of(new Breach(Breach.Kind.OPERATOR, name));
    }

    /** True for a program that a query names, which needs no analysis. */
    static boolean isProgram(LogicalPlan parsed) {
        return parsed.getClass().getSimpleName().equals(PROGRAM);
    }
}
