package dev.amend.publish.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewVersion;

/** A view's query, as far as it can be parsed: is it a plain select from one table, and where is the table's name? */
final class ViewSql {
    /** Words that, anywhere in the query, make it more than a select from one table. */
    private static final Set<String> NOT_PLAIN =
            Set.of("join", "union", "except", "intersect", "minus", "with", "lateral", "pivot", "unpivot");

    /** Words that may follow the table and its alias. */
    private static final Set<String> AFTER_TABLE = Set.of("where", "group", "having", "order", "limit");

    private final String text;
    private final ViewVersion version;
    private final List<SqlToken> tokens;

    ViewSql(SQLViewRepresentation representation, ViewVersion version) {
        this.text = representation.sql();
        this.version = version;
        this.tokens = SqlToken.of(text, representation.dialect());
    }

    /**
     * A table's name in a query.
     *
     * @param last the token of its last part
     * @param version defines the catalog and namespace of a name without them
     */
    record Name(List<String> parts, SqlToken last, ViewVersion version) {

        /** Returns whether this is the name of a table in a catalog that also contains the view. */
        boolean means(String catalog, TableIdentifier table) {
            List<String> full = new ArrayList<>(List.of(table.namespace().levels()));
            full.add(table.name());
            List<String> withCatalog = new ArrayList<>(List.of(catalog));
            withCatalog.addAll(full);
            return parts.equals(withCatalog)
                    || (isInDefaultCatalog(catalog) && resolved().equals(full));
        }

        private boolean isInDefaultCatalog(String catalog) {
            return version.defaultCatalog() == null || version.defaultCatalog().equals(catalog);
        }

        private List<String> resolved() {
            Namespace namespace = version.defaultNamespace();
            if (parts.size() > 1 || namespace == null) {
                return parts;
            }
            List<String> resolved = new ArrayList<>(List.of(namespace.levels()));
            resolved.addAll(parts);
            return resolved;
        }
    }

    /** The table that is read; empty if the query is more than a plain select from one table. */
    Optional<Name> onlyTable() {
        int from = onlyFrom();
        if (tokens.isEmpty() || !tokens.get(0).is("select") || isMoreThanASelect() || from < 0) {
            return Optional.empty();
        }

        List<String> parts = new ArrayList<>();
        int next = from + 1;
        while (next < tokens.size() && tokens.get(next).isIdentifier()) {
            parts.add(tokens.get(next).value());
            next++;
            if (next == tokens.size() || !tokens.get(next).is(".")) {
                break;
            }
            next++;
        }
        if (parts.isEmpty() || !endsPlainly(next) || isQualifier(parts.get(parts.size() - 1), from, next)) {
            return Optional.empty();
        }
        return Optional.of(new Name(List.copyOf(parts), tokens.get(next - 1), version));
    }

    private boolean isMoreThanASelect() {
        return tokens.stream().filter(token -> token.is("select")).count() > 1
                || tokens.stream().anyMatch(token -> token.isWord() && NOT_PLAIN.contains(lower(token)));
    }

    /**
     * The index of the only FROM outside functions and {@code is distinct from}; negative if there is not exactly one.
     */
    private int onlyFrom() {
        int depth = 0;
        int found = -1;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is("from") && !isAt(i - 1, "distinct")) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    private boolean endsPlainly(int after) {
        int next = after;
        if (isAt(next, "as")) {
            next++;
        }
        if (next < tokens.size() && tokens.get(next).isIdentifier() && !isClause(next)) {
            next++;
        }
        return next == tokens.size() || isClause(next);
    }

    private boolean isClause(int index) {
        return tokens.get(index).isWord() && AFTER_TABLE.contains(lower(tokens.get(index)));
    }

    /** True if a column is written with its table's name, which would have to be rewritten as well. */
    private boolean isQualifier(String table, int from, int next) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean inName = i > from && i < next;
            if (!inName
                    && tokens.get(i).isIdentifier()
                    && tokens.get(i).value().equals(table)
                    && tokens.get(i + 1).is(".")) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(int index, String word) {
        return index >= 0 && index < tokens.size() && tokens.get(index).is(word);
    }

    private static String lower(SqlToken token) {
        return token.value().toLowerCase(Locale.ROOT);
    }

    /** The query with another table of the same namespace. */
    String reading(Name instead, String table) {
        SqlToken last = instead.last();
        return text.substring(0, last.start()) + last.quoted(table) + text.substring(last.end());
    }

    /** Returns whether a name occurs anywhere in the query. */
    boolean mentions(String name) {
        return tokens.stream()
                .anyMatch(token -> token.isIdentifier() && token.value().equalsIgnoreCase(name));
    }
}
