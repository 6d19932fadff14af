package dev.amend.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every state store promises. */
public interface StateStoreContract {

    StateStore newStore();

    /** Another look at the same objects, as another process would have it. */
    default StateStore secondStore(StateStore first) {
        return first;
    }

    @Test
    default void knowsNothingAtFirst() {
        StateStore store = newStore();

        assertThat(store.read("backfills/a/plan.json")).isEmpty();
        assertThat(store.list("backfills/")).isEmpty();
    }

    @Test
    default void readsWhatWasCreated() {
        StateStore store = newStore();

        assertThat(store.create("backfills/a/plan.json", bytes("é\n"))).isTrue();

        assertThat(secondStore(store).read("backfills/a/plan.json"))
                .hasValueSatisfying(object -> assertThat(object.text()).isEqualTo("é\n"));
    }

    @Test
    default void createsOnce() {
        StateStore store = newStore();
        store.create("key", bytes("first"));

        assertThat(store.create("key", bytes("second"))).isFalse();

        assertThat(text(store, "key")).isEqualTo("first");
    }

    @Test
    default void replacesOnlyTheVersionThatWasRead() {
        StateStore store = newStore();
        store.create("key", bytes("1"));
        String first = version(store, "key");

        assertThat(store.replace("key", bytes("2"), first)).isTrue();
        assertThat(store.replace("key", bytes("3"), first)).isFalse();

        assertThat(text(store, "key")).isEqualTo("2");
        assertThat(store.replace("key", bytes("3"), version(store, "key"))).isTrue();
        assertThat(text(store, "key")).isEqualTo("3");
    }

    @Test
    default void replacesNothingThatIsNotThere() {
        StateStore store = newStore();

        assertThat(store.replace("key", bytes("1"), "v1")).isFalse();

        assertThat(store.read("key")).isEmpty();
    }

    @Test
    default void listsOneFolderInOrder() {
        StateStore store = newStore();
        for (String key : List.of("a/c.json", "a/b.json", "a/d/e.json", "a/d/f.json", "ab/g.json", "h.json")) {
            store.create(key, bytes("x"));
        }

        assertThat(store.list("a/")).containsExactly("a/b.json", "a/c.json", "a/d/");
        assertThat(store.list("a/d/")).containsExactly("a/d/e.json", "a/d/f.json");
        assertThat(store.list("none/")).isEmpty();
    }

    @Test
    default void holdsBigObjectsWhole() {
        StateStore store = newStore();
        String big = "0123456789".repeat(300_000);

        store.create("big", bytes(big));

        assertThat(text(store, "big")).isEqualTo(big);
    }

    @Test
    default void letsOneOfSixteenRacingCreatesWin() throws Exception {
        StateStore store = newStore();
        List<StateStore> views = List.of(store, secondStore(store));

        List<Boolean> won = race(16, racer -> views.get(racer % 2).create("key", bytes("racer " + racer)));

        assertThat(won).filteredOn(yes -> yes).hasSize(1);
        assertThat(text(store, "key")).isEqualTo("racer " + won.indexOf(true));
    }

    @Test
    default void losesNoneOfTwoHundredRacingIncrements() throws Exception {
        StateStore store = newStore();
        List<StateStore> views = List.of(store, secondStore(store));
        store.create("counter", bytes("0"));

        race(8, racer -> {
            increment(views.get(racer % 2), "counter", 25);
            return true;
        });

        assertThat(text(store, "counter")).isEqualTo("200");
    }

    @Test
    default void writesAlthoughTheThreadIsInterrupted() {
        StateStore store = newStore();
        Thread.currentThread().interrupt();

        boolean created = store.create("key", bytes("1"));
        String read = text(store, "key");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(created).isTrue();
        assertThat(read).isEqualTo("1");
    }

    @Test
    default void keepsItsContentApartFromTheCallers() {
        StateStore store = newStore();
        byte[] content = bytes("abc");
        store.create("key", content);
        content[0] = 'x';

        store.read("key").orElseThrow().content()[1] = 'x';

        assertThat(text(store, "key")).isEqualTo("abc");
    }

    static void increment(StateStore store, String key, int times) {
        for (int done = 0; done < times; ) {
            StateStore.Versioned read = store.read(key).orElseThrow();
            long next = Long.parseLong(read.text()) + 1;
            if (store.replace(key, bytes(Long.toString(next)), read.version())) {
                done++;
            }
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(StateStore store, String key) {
        return store.read(key).orElseThrow().text();
    }

    static String version(StateStore store, String key) {
        return store.read(key).orElseThrow().version();
    }

    /** What a racer does. */
    @FunctionalInterface
    interface Racer {
        boolean run(int number) throws Exception;
    }

    private static List<Boolean> race(int racers, Racer racer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(racers);
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            List<Callable<Boolean>> actions = IntStream.range(0, racers)
                    .<Callable<Boolean>>mapToObj(number -> () -> {
                        start.await();
                        return racer.run(number);
                    })
                    .toList();

            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> result : threads.invokeAll(actions)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
