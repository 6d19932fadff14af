package dev.amend.reconciliation.query;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * The relations that a query in one place may read.
 *
 * @param views the temporary views that are registered for it, in lower case
 * @param tables the full names of tables and views of catalogs, in lower case
 * @param catalogs tells whether other tables of catalogs may be read
 * @param otherwise the description of every other relation, as in "not a declared source"
 */
public record ReadableRelations(Set<String> views, Set<String> tables, Catalogs catalogs, String otherwise) {

    /** Tells whether a query may read tables that are not named. */
    public enum Catalogs {
        NAMED_TABLES,
        ALL_TABLES
    }

    public ReadableRelations {
        views = lower(views);
        tables = lower(tables);
    }

    private static Set<String> lower(Collection<String> names) {
        return names.stream().map(ReadableRelations::lower).collect(Collectors.toUnmodifiableSet());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Only temporary views. */
    public static ReadableRelations views(Collection<String> views, String otherwise) {
        return new ReadableRelations(Set.copyOf(views), Set.of(), Catalogs.NAMED_TABLES, otherwise);
    }

    /** Only some tables of catalogs. */
    public static ReadableRelations tables(SparkSession session, List<String> quotedNames, String otherwise) {
        Set<String> tables = quotedNames.stream()
                .map(name -> Relation.fullName(session, name))
                .collect(Collectors.toCollection(TreeSet::new));
        return new ReadableRelations(Set.of(), tables, Catalogs.NAMED_TABLES, otherwise);
    }

    /** Every table of the catalogs, their metadata tables, and some temporary views. */
    public static ReadableRelations catalogs(Collection<String> views) {
        return new ReadableRelations(Set.copyOf(views), Set.of(), Catalogs.ALL_TABLES, "not in a catalog");
    }

    boolean allows(Relation relation) {
        return switch (relation.kind()) {
            case VIEW_OF_SESSION -> views.contains(lower(relation.name()));
            case IN_CATALOG -> catalogs == Catalogs.ALL_TABLES || tables.contains(lower(relation.name()));
            case FILES, OTHER -> false;
        };
    }
}
