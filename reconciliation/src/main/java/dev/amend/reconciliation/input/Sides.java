package dev.amend.reconciliation.input;

import dev.amend.reconciliation.finding.SchemaChange;
import dev.amend.specs.Specification;
import dev.amend.specs.text.Identifier;
import org.apache.spark.sql.SparkSession;

/**
 * The two sides of a comparison: the target, and the table that has the shadow, which may be the target itself. Each is
 * read with its columns of today.
 */
public final class Sides {
    private final Specification specification;
    private final TableHistory before;
    private final TableHistory after;

    private Sides(Specification specification, TableHistory before, TableHistory after) {
        this.specification = specification;
        this.before = before;
        this.after = after;
    }

    /** The target, and the place of the new rows. Rows in a view have the target's columns. */
    public static Sides of(SparkSession session, Specification specification, NewRows newRows) {
        TableHistory target = TableHistory.ofTarget(session, specification);
        return new Sides(
                specification,
                target,
                newRows.fold(
                        shadow -> specification
                                        .shadowTable()
                                        .equals(specification.target().table())
                                ? target
                                : TableHistory.ofShadow(session, specification),
                        view -> target));
    }

    /** The table that has the shadow on both sides, at two of its snapshots. */
    public static Sides ofShadow(SparkSession session, Specification specification) {
        TableHistory shadow = TableHistory.ofShadow(session, specification);
        return new Sides(specification, shadow, shadow);
    }

    /** The columns that both sides have. */
    public TargetColumns columns() {
        return TargetColumns.common(specification, before.schema(), after.schema());
    }

    public SchemaChange schemaChange() {
        return SchemaChange.between(before.schema(), after.schema());
    }

    /**
     * The rows of both sides.
     *
     * @param oldSnapshot a snapshot of the old side
     * @throws dev.amend.specs.error.AmendException if a snapshot does not exist any more
     */
    public Relations relations(long oldSnapshot, NewRows newRows) {
        return new Relations(
                before.relationAt(oldSnapshot),
                newRows.fold(shadow -> after.relationAt(shadow.snapshotId()), view -> Identifier.quoted(view.name())));
    }
}
