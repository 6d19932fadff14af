package dev.amend.publish.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.view.ImmutableSQLViewRepresentation;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewRepresentation;
import org.apache.iceberg.view.ViewVersion;

/** The queries of one version of a view, in every dialect. */
record ViewText(ViewVersion version) {

    /** The original queries, for display. */
    String shown() {
        return version.representations().stream()
                .map(representation -> representation instanceof SQLViewRepresentation sql
                        ? "%s: %s".formatted(sql.dialect(), sql.sql().strip())
                        : representation.type())
                .collect(Collectors.joining("; "));
    }

    /** Returns whether every query is a plain select from one table, and that table is the wanted one. */
    boolean reads(Predicate<ViewSql.Name> table) {
        return version.representations().stream()
                .allMatch(representation -> representation instanceof SQLViewRepresentation sql
                        && new ViewSql(sql, version).onlyTable().filter(table).isPresent());
    }

    /** Returns whether a name occurs in any query; a representation that is not a query counts as a match. */
    boolean mentions(String name) {
        return version.representations().stream()
                .anyMatch(representation -> !(representation instanceof SQLViewRepresentation sql)
                        || new ViewSql(sql, version).mentions(name));
    }

    /** The queries with another table, in the same namespace as the only one that they read. */
    List<ViewRepresentation> reading(String table) {
        List<ViewRepresentation> replaced = new ArrayList<>();
        for (ViewRepresentation representation : version.representations()) {
            SQLViewRepresentation sql = (SQLViewRepresentation) representation;
            ViewSql query = new ViewSql(sql, version);
            replaced.add(ImmutableSQLViewRepresentation.builder()
                    .dialect(sql.dialect())
                    .sql(query.reading(query.onlyTable().orElseThrow(), table))
                    .build());
        }
        return replaced;
    }
}
