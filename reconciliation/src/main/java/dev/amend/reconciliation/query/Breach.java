package dev.amend.reconciliation.query;

/**
 * Something that a query must not read or call.
 *
 * @param name the name of the table, path or function, as a user writes it
 */
public record Breach(Kind kind, String name) {

    /** The kind of violation. */
    public enum Kind {
        /** A table or view that is not declared. */
        RELATION,
        /** Files that are read by their path. */
        FILES,
        /** A function that runs code or reads files outside the query. */
        OUTSIDE_FUNCTION,
        /** A function that is not built into Spark, or is unknown. */
        FOREIGN_FUNCTION,
        /** A subquery in an expression over the columns of one table. */
        SUBQUERY,
        /** A program that transforms rows. */
        PROGRAM,
        /** An operator that is not allowed in a query. */
        OPERATOR,
        /** An expression that stands for several values. */
        NOT_ONE_VALUE
    }

    static Breach relation(String name) {
        int dot = name.indexOf('.');
        boolean isPath = dot >= 0 && name.indexOf('/') > dot;
        return isPath ? new Breach(Kind.FILES, name.substring(dot + 1)) : new Breach(Kind.RELATION, name);
    }

    /** A phrase that follows a subject such as "it". */
    public String phrase(ReadableRelations readable) {
        return switch (kind) {
            case RELATION -> "reads '%s', which is %s".formatted(name, readable.otherwise());
            case FILES -> "reads the files at '%s': files can't be read by their path".formatted(name);
            case OUTSIDE_FUNCTION -> "calls %s(), which runs code or reads files outside of the query".formatted(name);
            case FOREIGN_FUNCTION -> "calls %s(), which is not a known built-in function of Spark".formatted(name);
            case SUBQUERY -> "has a subquery: an expression sees the columns of its own rows only";
            case PROGRAM -> "runs a program with %s: rows never leave Spark".formatted(name);
            case OPERATOR -> "has the operator %s, which is not known to compute rows alone".formatted(name);
            case NOT_ONE_VALUE -> "is '%s', which stands for several columns: one value is expected".formatted(name);
        };
    }
}
