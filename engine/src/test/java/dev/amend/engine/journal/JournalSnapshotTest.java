package dev.amend.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.store.InMemoryStateStore;
import dev.amend.engine.store.StateStore;
import dev.amend.specs.BackfillId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A journal as commands read that write nothing: a store across a network is asked for each object once. */
final class JournalSnapshotTest {
    private static final BackfillId ID = new BackfillId("tax-fix");
    private static final Instant MORNING = Instant.parse("2026-06-01T08:00:00Z");

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final AskedStore asked = new AskedStore(store);

    @Test
    void readsEachObjectOnce() throws InterruptedException {
        keepJournal(79);

        Journal snapshot = journals(asked).snapshot(ID);
        snapshot.batches();
        snapshot.batches();
        snapshot.status();
        snapshot.plan();

        assertThat(snapshot.batches()).hasSize(79).allMatch(batch -> batch.state() == BatchState.BUILDING);
        assertThat(asked.reads)
                .hasSizeGreaterThan(79)
                .allSatisfy((key, times) -> assertThat(times).as(key).isEqualTo(1));
    }

    @Test
    void listsNoMoreFoldersForMoreBatches() throws InterruptedException {
        keepJournal(79);

        journals(asked).snapshot(ID);

        assertThat(asked.lists).hasSizeLessThan(12);
    }

    @Test
    void showsTheMomentAtWhichItWasRead() throws InterruptedException {
        keepJournal(2);
        Journal snapshot = journals(store).snapshot(ID);

        journals(store)
                .open(ID)
                .control("olga", "month end", before -> before.withWanted(Control.Wanted.PAUSE, Control.Mode.DRAIN));

        assertThat(snapshot.control()).isEqualTo(Control.DEFAULTS);
        assertThat(journals(store).snapshot(ID).control().wanted()).isEqualTo(Control.Wanted.PAUSE);
    }

    @Test
    void cannotBeWrittenTo() throws InterruptedException {
        keepJournal(2);
        Journal snapshot = journals(store).snapshot(ID);

        assertThatThrownBy(() -> snapshot.cancel("olga", "month end"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("status.json");
    }

    private void keepJournal(int batches) throws InterruptedException {
        ManualClock clock = new ManualClock(MORNING.toString());
        Journal journal = journals(store).openOrNew(ID);
        try (HeldLease lease = new LeaseKeeper(
                        store, new FakeMachine("laptop", 4711), new ManualScheduler(clock), clock, LeaseTimes.DEFAULTS)
                .acquire(ID, "run-1")) {
            RunJournal held = journal.heldBy(lease);
            held.freeze("backfill_id: tax-fix");
            held.record(plan(batches), "first run");
            held.transition(BackfillState.RUNNING, "");
            IntStream.range(0, batches)
                    .forEach(i -> held.record(BatchRecord.due("batch-" + i).building(MORNING), ""));
        }
    }

    private static PlanRecord plan(int batches) {
        return new PlanRecord(
                "digest",
                "finance.revenue",
                "uuid",
                0,
                0,
                2,
                new PlanRecord.Baseline(42, MORNING),
                IntStream.range(0, batches)
                        .mapToObj(i -> "batch-" + i)
                        .map(id -> new PlanRecord.PlannedBatch(id, id, id, 7, 140, 999))
                        .toList(),
                Map.of(),
                List.of(),
                MORNING,
                "1",
                MORNING,
                1);
    }

    private static Journals journals(StateStore store) {
        return new Journals(store, new ManualClock(MORNING.toString()));
    }

    /** Counts what it is asked. */
    private static final class AskedStore implements StateStore {
        private final StateStore store;
        private final Map<String, Integer> reads = new HashMap<>();
        private final List<String> lists = new ArrayList<>();

        private AskedStore(StateStore store) {
            this.store = store;
        }

        @Override
        public Optional<Versioned> read(String key) {
            reads.merge(key, 1, Integer::sum);
            return store.read(key);
        }

        @Override
        public boolean create(String key, byte[] content) {
            throw new AssertionError("Wrote %s: %s".formatted(key, new String(content, StandardCharsets.UTF_8)));
        }

        @Override
        public boolean replace(String key, byte[] content, String expectedVersion) {
            throw new AssertionError("Wrote %s: %s".formatted(key, new String(content, StandardCharsets.UTF_8)));
        }

        @Override
        public List<String> list(String prefix) {
            lists.add(prefix);
            return store.list(prefix);
        }

        @Override
        public String location(String key) {
            return store.location(key);
        }
    }
}
