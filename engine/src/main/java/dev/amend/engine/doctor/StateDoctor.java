package dev.amend.engine.doctor;

import dev.amend.engine.store.StateStore;
import dev.amend.specs.error.AmendException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Probes whether a state store is atomic, with racing creates and a stale compare-and-set. */
public final class StateDoctor {
    private static final String PROBE = "state store";
    private static final int RACERS = 8;

    private final StateStore store;

    public StateDoctor(StateStore store) {
        this.store = store;
    }

    /** @param unique distinguishes this probe's objects from those of earlier probes */
    public Diagnosis diagnose(String unique) {
        String key = "doctor/%s.json".formatted(unique.replaceAll("[^0-9A-Za-z-]", "-"));
        try {
            int winners = racingCreates(key);
            if (winners != 1) {
                return Diagnosis.bad(
                        PROBE,
                        "%d of %d racing creates won".formatted(winners, RACERS),
                        "Use a store with atomic creates: this one would let two runs work at once");
            }
            return staleReplaceIsRefused(key)
                    ? Diagnosis.ok(PROBE, "atomic at " + store.location(key))
                    : Diagnosis.bad(
                            PROBE,
                            "a compare-and-set with a stale version was accepted",
                            "Use a store with compare-and-set: this one would lose updates");
        } catch (AmendException e) {
            return Diagnosis.bad(PROBE, String.valueOf(e.getMessage()), e.next());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Diagnosis.bad(PROBE, "the probe was interrupted", "Try again");
        }
    }

    private int racingCreates(String key) throws InterruptedException {
        ExecutorService racers = Executors.newFixedThreadPool(RACERS);
        try {
            List<Callable<Boolean>> races = new ArrayList<>();
            for (int i = 0; i < RACERS; i++) {
                byte[] content = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                races.add(() -> store.create(key, content));
            }

            int winners = 0;
            for (Future<Boolean> race : racers.invokeAll(races)) {
                winners += won(race) ? 1 : 0;
            }
            return winners;
        } finally {
            racers.shutdownNow();
        }
    }

    private static boolean won(Future<Boolean> race) throws InterruptedException {
        try {
            return race.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AmendException amend) {
                throw amend;
            }
            throw new IllegalStateException("A racing create failed", e);
        }
    }

    private boolean staleReplaceIsRefused(String key) {
        String version = store.read(key).orElseThrow().version();
        boolean first = store.replace(key, "second".getBytes(StandardCharsets.UTF_8), version);
        boolean stale = store.replace(key, "third".getBytes(StandardCharsets.UTF_8), version);
        return first && !stale;
    }
}
