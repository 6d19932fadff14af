package dev.amend.publish.simulation;

/** What goes on around one process while it talks to the catalog. */
interface Traffic {
    /** Nobody else is there, and the catalog is honest. */
    Traffic QUIET = new Traffic() {};

    /** Others may act, or the process be killed. */
    default void pause() {}

    default Answer answer() {
        return Answer.HONEST;
    }

    /** Whether the catalog does not answer the look that follows a failed commit. */
    default boolean refreshFails() {
        return false;
    }
}
