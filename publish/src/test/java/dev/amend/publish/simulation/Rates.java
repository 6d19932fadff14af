package dev.amend.publish.simulation;

import java.util.List;
import java.util.Random;

/**
 * How often things happen in one simulation: some have no faults at all, some nothing else.
 *
 * @param others that others act at a point where they can
 * @param faults that an answer is not honest
 * @param kills that a driver is killed around a step
 * @param inRange that a live write goes into the range
 * @param writerTurns how often live writers have a turn: without them main stays where the backfill found it
 */
record Rates(
        double others,
        double faults,
        double kills,
        double inRange,
        int writerTurns,
        int expirerTurns,
        int schemaChangeTurns) {

    static Rates drawn(Random random) {
        return new Rates(
                drawn(random, 0.1, 0.3, 0.5),
                drawn(random, 0.0, 0.1, 0.3),
                drawn(random, 0.0, 0.0, 0.05),
                drawn(random, 0.0, 0.0, 0.04, 0.2),
                List.of(0, 2, 10, 10).get(random.nextInt(4)),
                random.nextInt(4),
                random.nextInt(5) == 0 ? 1 : 0);
    }

    private static double drawn(Random random, Double... choices) {
        return List.of(choices).get(random.nextInt(choices.length));
    }
}
