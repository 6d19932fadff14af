package dev.amend.publish.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backfill among live writers, compaction, expiry and late runs, with catalogs that do not tell the truth. */
final class PublicationSimulationIT {
    private static final int SEEDS = 100;
    private static final int TRIAL_SEEDS = 2000;

    @Test
    void keepsItsPromisesWhateverOthersDo() {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Simulation(seed, Way.GUARDED).run();
        }
    }

    @Test
    @Tag("trial")
    void keepsItsPromisesInManyWorlds() {
        for (long seed = 0; seed < TRIAL_SEEDS; seed++) {
            new Simulation(seed, Way.GUARDED).run();
        }
    }

    @Test
    void theSameSeedGivesTheSameSteps() {
        for (long seed = 0; seed < 5; seed++) {
            assertThat(new Simulation(seed, Way.GUARDED).run()).isEqualTo(new Simulation(seed, Way.GUARDED).run());
        }
    }
}
