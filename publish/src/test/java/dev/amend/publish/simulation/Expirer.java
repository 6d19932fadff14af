package dev.amend.publish.simulation;

import java.util.List;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Table;

/** Expires snapshots and refs by age, or all that it may; others commit before its files are deleted. */
final class Expirer implements Actor {
    private final Simulation simulation;

    Expirer(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public String name() {
        return "expirer";
    }

    @Override
    public String act() {
        try {
            return expire(simulation.busyTable(this, Effect.NONE, List.of()));
        } catch (IllegalArgumentException e) {
            // Iceberg's own refusal, if a ref came to a snapshot between two of its tries
            return "refused: " + String.valueOf(e.getMessage()).replaceAll(": \\[.*", "");
        }
    }

    private String expire(Table table) {
        ExpireSnapshots expire = table.expireSnapshots();
        if (!simulation.isQuiet() && simulation.random().nextBoolean()) {
            expire.commit();
            return "expired by age";
        }

        int retained = simulation.isQuiet() ? 1 : 1 + simulation.random().nextInt(3);
        expire.expireOlderThan(Long.MAX_VALUE).retainLast(retained).commit();
        return "expired all but " + retained;
    }
}
