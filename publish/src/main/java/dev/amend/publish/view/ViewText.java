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

    /** The queries as they stand, to be shown. */
    String shown() {
        return version.representations().stream()
                .map(representation -> representation instanceof SQLViewRepresentation sql
                        ? "%s: %s".formatted(sql.dialect(), sql.sql().strip())
                        : representation.type())
                .collect(Collectors.joining("; "));
    }

    /** Whether every query is a plain select from one table, which is the one that is asked for. */
    boolean reads(Predicate<ViewSql.Name> table) {
        return version.representations().stream()
                .allMatch(representation -> representation instanceof SQLViewRepresentation sql
                        && new ViewSql(sql, version).onlyTable().filter(table).isPresent());
    }

    /** Whether a name stands in any of the queries; what is no query may mean it. */
    boolean mentions(String name) {
        return version.representations().stream()
                .anyMatch(representation -> !(representation instanceof SQLViewRepresentation sql)
                        || new ViewSql(sql, version).mentions(name));
    }

    /** The queries reading another table, of the same namespace as the only one that they read. */
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
