package dev.amend.publish.branch;

/**
 * The decision behind a change of what consumers read. It is checked right before each attempt of the deciding commit,
 * since people may have changed their minds during the preparation.
 */
@FunctionalInterface
public interface Consent {

    /** Consent for actions that need no approval, such as undoing a publication that differs from the approved one. */
    Consent NOT_NEEDED = () -> {};

    /** @throws dev.amend.specs.error.AmendException if the decision is no longer valid; nothing is committed then */
    void require();
}
