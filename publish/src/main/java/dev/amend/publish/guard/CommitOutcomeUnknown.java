package dev.amend.publish.guard;

/**
 * The outcome of a commit is unknown: the catalog did not answer, and the table did not show it. All of its files are
 * kept. The caller must look at the table before sending anything again.
 */
public final class CommitOutcomeUnknown extends Exception {
    private static final long serialVersionUID = 1;

    private final String table;

    public CommitOutcomeUnknown(String table, Throwable cause) {
        super("Cannot tell whether the commit to %s was applied: %s".formatted(table, cause.getMessage()), cause);
        this.table = table;
    }

    public String table() {
        return table;
    }
}
