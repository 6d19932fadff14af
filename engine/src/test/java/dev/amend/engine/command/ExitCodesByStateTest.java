package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.ProofRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.specs.BackfillId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command ends with in each state; {@code -} where it starts Spark, which knows more than the journal. */
final class ExitCodesByStateTest {
    private static final String ID = SmallJournal.ID;
    private static final List<List<String>> COMMANDS = List.of(
            List.of("publish", ID),
            List.of("approve", ID, "--by", "olga", "--reason", "fine"),
            List.of("reject", ID, "--by", "olga", "--reason", "not so"),
            List.of("verify", ID),
            List.of("rollback", ID, "--reason", "wrong"),
            List.of("retire", ID, "--by", "olga"),
            List.of("report", ID),
            List.of("status", ID),
            List.of("retry", ID),
            List.of("pause", ID, "--reason", "month end"),
            List.of("resume", ID, "--reason", "done"),
            List.of("cancel", ID, "--reason", "not needed"));

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # state       | publish approve reject verify rollback retire report status retry pause resume cancel
            READY         |       8 |     8 |    8 |    8 |      8 |    8 |    8 |    0 |   0 |   0 |    0 |    0
            RUNNING       |       8 |     8 |    8 |    8 |      8 |    8 |    8 |    0 |   0 |   0 |    0 |    0
            WAITING       |       8 |     8 |    8 |    8 |      8 |    8 |    8 |    0 |   0 |   0 |    0 |    0
            PAUSED        |       8 |     8 |    8 |    8 |      8 |    8 |    8 |    0 |   0 |   0 |    0 |    0
            HALTED        |       5 |     8 |    8 |    8 |      8 |    8 |    8 |    0 |   0 |   0 |    0 |    0
            BUILT         |       5 |     0 |    0 |    2 |      2 |    2 |    0 |    0 |   0 |   0 |    0 |    0
            APPROVED      |       - |     0 |    0 |    2 |      2 |    2 |    0 |    0 |   0 |   0 |    0 |    -
            PUBLISHED     |       - |     2 |    2 |    - |      - |    2 |    0 |    0 |   2 |   2 |    2 |    2
            ROLLED_BACK   |       2 |     2 |    2 |    2 |      - |    - |    0 |    0 |   2 |   2 |    2 |    2
            CANCELLED     |       2 |     2 |    2 |    2 |      2 |    - |    0 |    0 |   2 |   2 |    2 |    2
            RETIRED       |       2 |     2 |    2 |    - |      2 |    - |    0 |    0 |   2 |   2 |    2 |    2
            """)
    void everyCommandEndsWithItsCode(ArgumentsAccessor row) {
        BackfillState state = BackfillState.valueOf(row.getString(0));
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> found = new LinkedHashMap<>();

        for (int i = 0; i < COMMANDS.size(); i++) {
            String code = row.getString(i + 1);
            if (!code.equals("-")) {
                List<String> command = COMMANDS.get(i);
                expected.put(command.get(0), code);
                found.put(command.get(0), codeOf(command, dir.resolve(command.get(0)), state));
            }
        }

        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebase tax-fix", "explain tax-fix --key day=2026-01-05"})
    void whatNeedsARunEndsWith8BeforeTheFirst(String command) {
        keep(dir, BackfillState.READY);

        TestProgram.Outcome outcome = run(dir, List.of(command.split(" ")));

        assertThat(outcome.err()).contains("no run has begun").doesNotContain("Unexpected");
        assertThat(outcome.exitCode()).isEqualTo(8);
    }

    private String codeOf(List<String> command, Path folder, BackfillState state) {
        keep(folder, state);
        TestProgram.Outcome outcome = run(folder, command);
        assertThat(outcome.err()).as("%s in %s", command, state).doesNotContain("Unexpected");
        return String.valueOf(outcome.exitCode());
    }

    private TestProgram.Outcome run(Path folder, List<String> command) {
        return new TestProgram(clock, clock, Map.of("AMEND_STATE", folder.toString()), "maria")
                .run(command.toArray(String[]::new));
    }

    private void keep(Path folder, BackfillState state) {
        if (state == BackfillState.READY) {
            new Journals(new LocalStateStore(folder), clock)
                    .openOrNew(new BackfillId(ID))
                    .record(new ProofRecord(
                            "d", "2026-01-05", 20, 1000, Duration.ofSeconds(1), 100, true, SmallJournal.MORNING));
            return;
        }
        try (SmallJournal journal = SmallJournal.running(folder, clock)) {
            lead(journal, folder, state);
        }
    }

    private void lead(SmallJournal journal, Path folder, BackfillState state) {
        switch (state) {
            case READY, RUNNING -> {}
            case WAITING, PAUSED, HALTED -> journal.moved(state, "so");
            case BUILT -> journal.built("aa11", "PASS");
            case APPROVED -> {
                lead(journal, folder, BackfillState.BUILT);
                run(folder, COMMANDS.get(1));
            }
            case PUBLISHED -> {
                lead(journal, folder, BackfillState.APPROVED);
                journal.released(ReleaseRecord.Kind.PUBLISH, 77).moved(state, "");
            }
            case ROLLED_BACK -> {
                lead(journal, folder, BackfillState.PUBLISHED);
                journal.released(ReleaseRecord.Kind.ROLLBACK, 78).moved(state, "");
            }
            case CANCELLED -> {
                lead(journal, folder, BackfillState.BUILT);
                journal.moved(state, "");
            }
            case RETIRED -> {
                lead(journal, folder, BackfillState.PUBLISHED);
                journal.moved(state, "");
            }
        }
    }
}
