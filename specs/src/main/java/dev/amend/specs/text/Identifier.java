package dev.amend.specs.text;

/** Quotes the names of columns and tables for SQL. */
public final class Identifier {
    private Identifier() {}

    /** The name in backticks; a backtick in the name is doubled. */
    public static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
