package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.ChildProcess;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.specs.BackfillId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes approve, reject and publish the same backfill at the same moment. */
final class DecisionRaceIT {
    private static final String[] APPROVAL = {"approve", SmallJournal.ID, "--by", "olga", "--reason", "at first"};

    @TempDir
    private Path dir;

    @Test
    void noPublicationOverridesADecision() throws Exception {
        race(10);
    }

    @Test
    @Tag("trial")
    void noPublicationOverridesADecisionInTwoHundredRounds() throws Exception {
        race(200);
    }

    private void race(int rounds) throws Exception {
        Map<String, Integer> outcomes = new TreeMap<>();
        try (ChildProcess publish = ChildProcess.start(RacingProgram.class, "publish");
                ChildProcess reject = ChildProcess.start(RacingProgram.class, "reject");
                ChildProcess approve = ChildProcess.start(RacingProgram.class, "approve")) {
            List<ChildProcess> racers = List.of(publish, reject, approve);
            for (int round = 0; round < rounds; round++) {
                Path state = approved(dir.resolve("round-" + round));
                racers.forEach(racer -> racer.tell(state.toString()));
                int published = Integer.parseInt(publish.line().orElseThrow());
                int rejected = Integer.parseInt(reject.line().orElseThrow());
                int approved = Integer.parseInt(approve.line().orElseThrow());
                requireOrder(state, published, rejected, approved);
                outcomes.merge("publish %d, reject %d".formatted(published, rejected), 1, Integer::sum);
            }
        }
        System.out.println("Races of publish and reject: " + outcomes);
    }

    /** The first process of the suite that uses this state is gone, as its lease tells. */
    private static Path approved(Path state) throws IOException {
        Files.createDirectories(state);
        ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
        try (SmallJournal journal = SmallJournal.running(state, clock)) {
            journal.built("aa11", "PASS");
        }
        TestProgram program = new TestProgram(clock, clock, Map.of("AMEND_STATE", state.toString()), "maria");
        assertThat(program.run(APPROVAL).exitCode()).isZero();
        return state;
    }

    private static void requireOrder(Path state, int published, int rejected, int approved) {
        Journal journal =
                new Journals(new LocalStateStore(state), Clock.systemUTC()).openOrNew(new BackfillId(SmallJournal.ID));
        List<ApprovalRecord> decisions = journal.approvals();
        boolean committed = Files.exists(state.resolve(RacingProgram.COMMITTED));

        assertThat(committed).as("published and %d", published).isEqualTo(published == 0);
        assertThat(List.of(published, rejected, approved)).isSubsetOf(0, 2, 5, 6);
        if (committed) {
            CommitIntent intent = journal.commitIntent().orElseThrow();
            assertThat(intent.phase()).isEqualTo(CommitIntent.Phase.COMMITTED);
            assertThat(decisions.get(intent.decisions() - 1).decision())
                    .as("what the publication was committed by")
                    .isEqualTo(ApprovalRecord.Decision.APPROVED);
            requireHeard(decisions, intent, rejected);
        }
    }

    /** A rejection that claims to be in time was counted, and a later decision took its place. */
    private static void requireHeard(List<ApprovalRecord> decisions, CommitIntent intent, int rejected) {
        boolean counted = decisions.subList(0, intent.decisions()).stream()
                .anyMatch(decision -> decision.decision() == ApprovalRecord.Decision.REJECTED);
        assertThat(counted)
                .as("a rejection counted; it ended with %d", rejected)
                .isEqualTo(rejected == 0);
    }
}
