package dev.amend.publish.simulation;

/** A process is killed: an error, so that no handler of exceptions tidies up on its way. */
final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
        super("killed");
    }
}
