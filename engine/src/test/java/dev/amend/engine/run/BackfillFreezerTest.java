package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.DaemonScheduler;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.ProofRecord;
import dev.amend.engine.journal.ThisMachine;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.yaml.ReadSpecification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackfillFreezerTest {
    private static final ReadSpecification READ = SmallLake.read(SmallLake.specification("tax-fix"));

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
    private Journal journal;

    @BeforeEach
    void open() {
        journal = new Journals(new LocalStateStore(dir), clock)
                .openOrNew(READ.specification().id());
    }

    private enum Result {
        PASSED,
        FAILED
    }

    private void proved(String digest, Result result) {
        journal.record(new ProofRecord(
                digest,
                "2026-01-14",
                20,
                1_000,
                Duration.ofSeconds(1),
                20,
                result == Result.PASSED,
                Instant.parse("2026-05-31T10:00:00Z")));
    }

    private void freeze(ReadSpecification frozen) throws InterruptedException {
        try (DaemonScheduler scheduler = new DaemonScheduler("opening");
                HeldLease lease = new LeaseKeeper(
                                new LocalStateStore(dir), new ThisMachine(), scheduler, clock, LeaseTimes.DEFAULTS)
                        .acquire(journal.id(), "run-1")) {
            journal.heldBy(lease).freeze(FrozenSpecification.write(frozen));
        }
    }

    private void assertRefused(ReadSpecification read, String message, String next) {
        assertThatThrownBy(() -> BackfillFreezer.require(read, journal))
                .asInstanceOf(type(AmendException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage(message);
                    assertThat(e.where()).isEqualTo("tax-fix");
                    assertThat(e.next()).isEqualTo(next);
                    assertThat(e.code().kind().exitCode()).isEqualTo(2);
                });
    }

    @Test
    void opensWhatWasProved() throws InterruptedException {
        proved(READ.specification().digest(), Result.PASSED);
        assertThatCode(() -> BackfillFreezer.require(READ, journal)).doesNotThrowAnyException();

        freeze(READ);
        assertThatCode(() -> BackfillFreezer.require(READ, journal)).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatWasNeverProved() {
        assertRefused(
                READ,
                "Cannot run tax-fix: it was not proved yet",
                "Run 'amend prove SPEC' first: it builds one partition twice and compares");
    }

    @Test
    void refusesWhatChangedSinceItsProof() {
        proved("0".repeat(64), Result.PASSED);

        assertRefused(
                READ,
                "Cannot run tax-fix: the specification changed since it was proved at 2026-05-31T10:00:00Z",
                "Run 'amend prove SPEC' first: it builds one partition twice and compares");
    }

    @Test
    void refusesWhatFailedItsProof() {
        proved(READ.specification().digest(), Result.FAILED);

        assertRefused(
                READ,
                "Cannot run tax-fix: its proof on partition 2026-01-14 failed",
                "Run 'amend prove SPEC --partition 2026-01-14' to see which check failed, and correct the specification");
    }

    @Test
    void listsEveryKeyThatChangedSinceTheFirstRun() throws InterruptedException {
        proved(READ.specification().digest(), Result.PASSED);
        freeze(READ);
        ReadSpecification changed = SmallLake.read(SmallLake.specification("tax-fix")
                .replace("max_concurrency: 2", "max_concurrency: 4")
                .replace("owner: finance-data", "owner: controlling"));

        assertRefused(
                changed,
                "Cannot run tax-fix: its specification is frozen, and the file differs in 2 key(s): execution.max_concurrency: 2 → 4; owner: finance-data → controlling",
                "Put the file back as it was, or give the change a new backfill_id");
    }

    @Test
    void takesACommentOrAnotherOrderAsTheSameSpecification() throws InterruptedException {
        proved(READ.specification().digest(), Result.PASSED);
        freeze(READ);
        ReadSpecification commented = SmallLake.read(
                "# reviewed\n" + SmallLake.specification("tax-fix").replace("[day, shop]", "[ day,  shop ]"));

        assertThatCode(() -> BackfillFreezer.require(commented, journal)).doesNotThrowAnyException();
    }
}
