package dev.amend.reconciliation.query;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.HiveTableRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * Something outside a query that its analysed plan reads.
 *
 * @param name the name with catalog and namespace, or the path
 */
record Relation(Kind kind, String name) {
    /** Leaves that read nothing: rows written in the query, numbers, and references within the query. */
    private static final Set<String> OF_THE_QUERY =
            Set.of("OneRowRelation", "LocalRelation", "Range", "CTERelationRef", "UnionLoopRef", "EmptyRelation");

    enum Kind {
        VIEW_OF_SESSION,
        IN_CATALOG,
        FILES,
        OTHER
    }

    /** The relation; empty for a node that is not a leaf, and for a leaf that reads nothing. */
    static Optional<Relation> readBy(LogicalPlan node) {
        if (node instanceof View view) {
            return Optional.of(of(view));
        }
        boolean reads = node.children().isEmpty()
                && !OF_THE_QUERY.contains(node.getClass().getSimpleName());
        return reads ? Optional.of(ofLeaf(node)) : Optional.empty();
    }

    /** A session's view has a name without a database; a global view has the common database of global views. */
    static Relation of(View view) {
        boolean ofSession =
                view.isTempView() && view.desc().identifier().database().isEmpty();
        return ofSession
                ? new Relation(Kind.VIEW_OF_SESSION, view.desc().identifier().table())
                : new Relation(view.isTempView() ? Kind.OTHER : Kind.IN_CATALOG, named(view.desc()));
    }

    private static Relation ofLeaf(LogicalPlan leaf) {
        if (leaf instanceof DataSourceV2Relation table) {
            return ofCatalog(table);
        }
        if (leaf instanceof HiveTableRelation table) {
            return new Relation(Kind.IN_CATALOG, named(table.tableMeta()));
        }
        if (leaf instanceof LogicalRelation relation) {
            return ofSource(relation);
        }
        return new Relation(Kind.OTHER, leaf.nodeName());
    }

    /** A branch or a snapshot is read as a part of its table; a metadata table has its own name. */
    private static Relation ofCatalog(DataSourceV2Relation table) {
        boolean byPath = table.identifier().isEmpty() || table.name().contains("/");
        return byPath
                ? new Relation(Kind.FILES, table.table().name())
                : new Relation(Kind.IN_CATALOG, table.table().name());
    }

    private static Relation ofSource(LogicalRelation relation) {
        if (relation.catalogTable().isDefined()) {
            return new Relation(Kind.IN_CATALOG, named(relation.catalogTable().get()));
        }
        return relation.relation() instanceof HadoopFsRelation files
                ? new Relation(Kind.FILES, paths(files))
                : new Relation(Kind.OTHER, relation.relation().toString());
    }

    private static String paths(HadoopFsRelation files) {
        return SqlTree.java(files.location().rootPaths()).stream()
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }

    private static String named(CatalogTable table) {
        return table.identifier().unquotedString();
    }

    /** The full name of a table or view of a catalog. */
    static String fullName(SparkSession session, String quotedName) {
        List<Relation> read = SqlTree.nodes(
                        session.table(quotedName).queryExecution().analyzed(), View.class::isInstance)
                .flatMap(node -> readBy(node).stream())
                .toList();
        if (read.size() != 1) {
            throw new IllegalStateException("%s is not one relation but %s".formatted(quotedName, read));
        }
        return read.get(0).name();
    }
}
