package dev.amend.specs;

/** The effect of a check that does not pass. */
public enum Severity {
    /** The check must pass. */
    FAIL,
    /** A person should look at the finding. */
    WARN
}
