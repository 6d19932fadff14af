package dev.amend.specs;

/** What a check that does not pass means. */
public enum Severity {
    /** It must pass. */
    FAIL,
    /** A person should look at it. */
    WARN
}
