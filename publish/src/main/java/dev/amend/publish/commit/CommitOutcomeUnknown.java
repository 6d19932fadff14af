package dev.amend.publish.commit;

/**
 * Nobody knows whether a commit was applied: the catalog did not answer, and the table could not tell. All of its files
 * are kept. Whoever catches it must look at the table before anything is sent again.
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
