package dev.amend.publish.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backfill among live writers, compaction, expiry and late runs, with catalogs that do not tell the truth. */
@Tag("long")
final class PublicationSimulationIT {
    private static final int SEEDS = 100;
    private static final int TRIAL_SEEDS = 2000;
    private static final int SEEDS_FOR_STOCK_CALLS = 40;

    /** Iceberg's pools are waited for most of the time: worlds of their own go on meanwhile. */
    private final ExecutorService worlds = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        worlds.shutdownNow();
    }

    @Test
    void keepsItsPromisesWhateverOthersDo() throws Exception {
        assertThat(failures(SEEDS, Way.GUARDED)).isEmpty();
    }

    @Test
    @Tag("trial")
    void keepsItsPromisesInManyWorlds() throws Exception {
        assertThat(failures(TRIAL_SEEDS, Way.GUARDED)).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameSteps() {
        for (long seed = 0; seed < 3; seed++) {
            assertThat(new Simulation(seed, Way.GUARDED).run())
                    .isNotEmpty()
                    .isEqualTo(new Simulation(seed, Way.GUARDED).run());
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsOutThatStockCallsBreakThePromises(StockWay way) throws Exception {
        assertThat(failures(SEEDS_FOR_STOCK_CALLS, way))
                .anyMatch(failure -> failure.contains("O1, O2, O4, O5: driver made of main"));
    }

    private List<String> failures(int seeds, Way way) throws InterruptedException, ExecutionException {
        List<Future<Optional<String>>> runs = new ArrayList<>();
        for (long seed = 0; seed < seeds; seed++) {
            long next = seed;
            runs.add(worlds.submit(() -> failure(next, way)));
        }

        List<String> failures = new ArrayList<>();
        for (Future<Optional<String>> run : runs) {
            run.get().ifPresent(failures::add);
        }
        return failures;
    }

    private static Optional<String> failure(long seed, Way way) {
        try {
            new Simulation(seed, way).run();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
