package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.publish.shadow.CommittedBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shadow is believed over the journal: every state, with and without a commit of an attempt. */
final class CheckpointsTest {
    private static final String ID = "2026-01-05";
    private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");

    /** As the journal has it after two attempts; its commit, where it knows of one, is snapshot 20. */
    private static BatchRecord recorded(BatchState state) {
        BatchRecord building = BatchRecord.due(ID).building(NOW).building(NOW);
        BatchRecord built = building.built(20, 140, 1_000, Duration.ofSeconds(3));
        BatchRecord.FindingCounts counts = new BatchRecord.FindingCounts(5, 0, 0);
        return switch (state) {
            case DUE -> building.dueAgain();
            case BUILDING -> building;
            case BUILT -> built;
            case RECONCILED -> built.reconciled(20, counts, Duration.ofSeconds(1));
            case FAILED -> built.failed(new BatchRecord.Failure("CHECK_FAILED", "too much"));
        };
    }

    /** The commit of an attempt has a snapshot of ten times its number. */
    private static Optional<CommittedBatch> committed(int attempt) {
        return attempt == 0
                ? Optional.empty()
                : Optional.of(new CommittedBatch(ID, attempt * 10L, attempt, 1, "digest", "events=1", 141, 1_001, NOW));
    }

    @ParameterizedTest(name = "{0} after two attempts, the shadow has attempt {1}: {2} of attempt {3}")
    @CsvSource({
        // nothing in the shadow: what was in the works, or is said to be done, is due
        "DUE,        0, DUE,        2, 0",
        "BUILDING,   0, DUE,        2, 0",
        "BUILT,      0, DUE,        2, 0",
        "RECONCILED, 0, DUE,        2, 0",
        "FAILED,     0, FAILED,     2, 20",
        // an earlier attempt's commit is out of date
        "DUE,        1, DUE,        2, 0",
        "BUILDING,   1, DUE,        2, 0",
        "BUILT,      1, DUE,        2, 0",
        "RECONCILED, 1, DUE,        2, 0",
        "FAILED,     1, FAILED,     2, 20",
        // the commit of the attempt that the journal knows of: built, unless it was made due again since
        "DUE,        2, DUE,        2, 0",
        "BUILDING,   2, BUILT,      2, 20",
        "BUILT,      2, BUILT,      2, 20",
        "RECONCILED, 2, RECONCILED, 2, 20",
        "FAILED,     2, FAILED,     2, 20",
        // a later attempt's commit, whose record was lost
        "DUE,        3, BUILT,      3, 30",
        "BUILDING,   3, BUILT,      3, 30",
        "BUILT,      3, BUILT,      3, 30",
        "RECONCILED, 3, BUILT,      3, 30",
        "FAILED,     3, FAILED,     2, 20"
    })
    void believesTheShadow(BatchState state, int attempt, BatchState expected, int attempts, long snapshot) {
        BatchRecord corrected = Checkpoints.corrected(recorded(state), committed(attempt));

        assertThat(corrected.state()).isEqualTo(expected);
        assertThat(corrected.attempts()).isEqualTo(attempts);
        assertThat(corrected.snapshotId().orElse(0L)).isEqualTo(snapshot);
    }

    @Test
    void takesRowsAndBytesFromTheCommit() {
        BatchRecord corrected = Checkpoints.corrected(recorded(BatchState.BUILDING), committed(2));

        assertThat(corrected.rows()).isEqualTo(141);
        assertThat(corrected.bytes()).isEqualTo(1_001);
        assertThat(corrected.startedAt()).contains(NOW);
        assertThat(corrected.reconciledSnapshotId()).isEmpty();
    }

    @Test
    void changesNothingWhereJournalAndShadowAgree() {
        for (BatchState state : new BatchState[] {BatchState.BUILT, BatchState.RECONCILED, BatchState.FAILED}) {
            assertThat(Checkpoints.corrected(recorded(state), committed(2))).isEqualTo(recorded(state));
        }
    }

    @Test
    void isTheSameWhenRepeated() {
        for (BatchState state : BatchState.values()) {
            for (int attempt = 0; attempt <= 3; attempt++) {
                BatchRecord once = Checkpoints.corrected(recorded(state), committed(attempt));
                assertThat(Checkpoints.corrected(once, committed(attempt)))
                        .as("%s, attempt %d", state, attempt)
                        .isEqualTo(once);
            }
        }
    }
}
