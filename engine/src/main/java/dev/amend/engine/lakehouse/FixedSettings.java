package dev.amend.engine.lakehouse;

import java.util.Map;

/** The settings that give a query the same meaning wherever and however Spark was started. */
final class FixedSettings {
    static final Map<String, String> ALL = Map.of(
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.ansi.enabled", "true",
            "spark.sql.storeAssignmentPolicy", "ANSI",
            "spark.sql.caseSensitive", "false",
            // "${env:HOME}" is plain text: SQL means the same in every environment
            "spark.sql.variable.substitute", "false",
            // The parser leaves the rows of VALUES as written, so that their dependencies can be seen
            "spark.sql.parser.eagerEvalOfUnresolvedInlineTable", "false",
            // A path in a query is an unknown table: no file is opened to learn its columns
            "spark.sql.runSQLOnFiles", "false");

    private FixedSettings() {}
}
