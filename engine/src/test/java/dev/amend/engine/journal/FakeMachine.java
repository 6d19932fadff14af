package dev.amend.engine.journal;

import java.util.HashSet;
import java.util.Set;

/** A machine whose processes live until they are told to die. */
final class FakeMachine implements Machine {
    private final String name;
    private final long pid;
    private final Set<Lease.Holder> living = new HashSet<>();

    FakeMachine(String name, long pid) {
        this.name = name;
        this.pid = pid;
    }

    void killAll() {
        living.clear();
    }

    @Override
    public Lease.Holder holder(String runId) {
        Lease.Holder holder = new Lease.Holder(runId, "maria", name, name + "/boot", pid, "tick 1");
        living.add(holder);
        return holder;
    }

    @Override
    public boolean isGone(Lease.Holder holder) {
        return holder.machine().equals(name + "/boot") && !living.contains(holder);
    }
}
