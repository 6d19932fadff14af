package dev.amend.publish.simulation;

/** How far a driver's run is. */
enum Stage {
    PREPARE,
    BUILD,
    REBASE,
    PUBLISH,
    PUBLISHED,
    ROLL_BACK,
    RETIRE,
    DONE
}
