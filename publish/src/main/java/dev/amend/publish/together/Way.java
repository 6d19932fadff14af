package dev.amend.publish.together;

/** How several tables become current. */
public enum Way {
    /** The catalog commits all of them or none. */
    ONE_COMMIT,
    /** One after the other; those that are published are rolled back if a later one fails. */
    IN_ORDER
}
