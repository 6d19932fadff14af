package dev.amend.engine.journal;

/** The author of a change: a person, or a person's run. */
record Actor(String name, String run) {

    static Actor person(String name) {
        return new Actor(name, "");
    }

    static Actor run(Lease.Holder holder) {
        return new Actor(holder.owner(), holder.runId());
    }
}
