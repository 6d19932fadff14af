package dev.amend.engine.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.DaemonScheduler;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.journal.ThisMachine;
import dev.amend.engine.publish.MayPublish;
import dev.amend.engine.publish.PublishConsent;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * One of several processes that decide on the same backfill at the same moment. It reads the state of each round as a
 * line, does its part after a short random delay, and answers with its exit code. Its publication commits to no table: a
 * file says that it did.
 */
final class RacingProgram {
    static final String COMMITTED = "committed";
    private static final int LONGEST_DELAY_NANOS = 40_000_000;

    private final Path state;

    private RacingProgram(Path state) {
        this.state = state;
    }

    /** @param arguments what it does: {@code publish}, {@code approve} or {@code reject} */
    public static void main(String[] arguments) throws Exception {
        RandomGenerator delays = RandomGenerator.of("L64X128MixRandom");
        BufferedReader rounds = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = rounds.readLine(); line != null; line = rounds.readLine()) {
            LockSupport.parkNanos(delays.nextInt(LONGEST_DELAY_NANOS));
            RacingProgram program = new RacingProgram(Path.of(line));
            System.out.println(arguments[0].equals("publish") ? program.publish() : program.decide(arguments[0]));
        }
    }

    private int decide(String command) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
        return new CommandLineProgram(new Surroundings(
                        Map.of("AMEND_STATE", state.toString()),
                        nowhere,
                        nowhere,
                        Clock.systemUTC(),
                        duration -> Thread.sleep(duration.toMillis()),
                        "maria"))
                .run(command, SmallJournal.ID, "--by", "olga", "--reason", command);
    }

    private int publish() throws InterruptedException, IOException {
        LocalStateStore store = new LocalStateStore(state);
        Clock clock = Clock.systemUTC();
        Journal journal = new Journals(store, clock).openOrNew(new BackfillId(SmallJournal.ID));
        try (DaemonScheduler scheduler = new DaemonScheduler("racing-heartbeat")) {
            ApprovalVerdict approval = new MayPublish(journal, clock).require();
            LeaseKeeper keeper = new LeaseKeeper(store, new ThisMachine(), scheduler, clock, LeaseTimes.DEFAULTS);
            try (HeldLease lease = keeper.acquire(journal.id(), "racing")) {
                commit(journal.heldBy(lease), approval, clock);
                return 0;
            }
        } catch (AmendException e) {
            return e.code().kind().exitCode();
        }
    }

    private void commit(RunJournal journal, ApprovalVerdict approval, Clock clock) throws IOException {
        new PublishConsent(journal, approval, clock).require();
        Files.createFile(state.resolve(COMMITTED));
        journal.settle(CommitIntent.Phase.COMMITTED);
        if (journal.journal().status().state() == BackfillState.BUILT) {
            journal.transition(BackfillState.APPROVED, "");
        }
        journal.record(new ReleaseRecord(
                ReleaseRecord.Kind.PUBLISH,
                77,
                42,
                ReleaseRecord.How.SWAP,
                clock.instant(),
                "maria",
                approval.digest().orElseThrow(),
                ""));
        journal.transition(BackfillState.PUBLISHED, "");
    }
}
