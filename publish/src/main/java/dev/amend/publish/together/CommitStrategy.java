package dev.amend.publish.together;

/** The way in which several tables become current. */
public enum CommitStrategy {
    /** The catalog commits all of them or none. */
    ONE_COMMIT,
    /** The tables are published one after the other; published ones are rolled back if a later one fails. */
    IN_ORDER
}
