package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.ProofRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.specs.BackfillId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that need no Spark, over a state in a folder: what they say, and what they leave on record. */
final class LightCommandsTest {
    private static final String ID = SmallJournal.ID;

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    private TestProgram.Outcome run(String... arguments) {
        return new TestProgram(clock, clock, Map.of("AMEND_STATE", dir.toString()), "maria").run(arguments);
    }

    private TestProgram.Outcome run(int exitCode, String... arguments) {
        TestProgram.Outcome outcome = run(arguments);
        assertThat(outcome.exitCode())
                .as("%s%n%s", String.join(" ", arguments), outcome.err())
                .isEqualTo(exitCode);
        return outcome;
    }

    /** A journal that its run has left. */
    private SmallJournal left(SmallJournal journal) {
        journal.close();
        return journal;
    }

    private SmallJournal built() {
        return left(SmallJournal.running(dir, clock).built("aa11", "PASS"));
    }

    @Test
    void recordsAPauseForTheRunAtWork() {
        try (SmallJournal journal = SmallJournal.running(dir, clock)) {
            TestProgram.Outcome paused = run(0, "pause", ID, "--reason", "month end", "--by", "olga");

            assertThat(paused.out())
                    .isEqualTo(
                            "tax-fix: PAUSE is recorded; the run stops at its next safe point\nnext: amend status tax-fix\n");
            assertThat(journal.journal().control())
                    .isEqualTo(new Control(
                            Control.Wanted.PAUSE,
                            "olga",
                            Instant.parse("2026-06-01T10:00:00Z"),
                            "month end",
                            Control.Mode.DRAIN,
                            Map.of()));
            assertThat(journal.journal().status().state())
                    .as("the run obeys by itself")
                    .isEqualTo(BackfillState.RUNNING);
            assertThat(journal.events()).last().isEqualTo("CONTROL RUN > PAUSE by olga: month end");
        }
    }

    @Test
    void resumesByName() {
        SmallJournal journal = left(SmallJournal.running(dir, clock).moved(BackfillState.PAUSED, "month end"));
        run(0, "pause", ID, "--reason", "month end", "--now");

        JsonNode resumed =
                run(0, "resume", ID, "--reason", "done", "-o", "json").json();

        assertThat(resumed.toString())
                .isEqualTo(
                        "{\"backfill_id\":\"tax-fix\",\"wanted\":\"RUN\",\"by\":\"maria\",\"reason\":\"done\",\"at\":\"2026-06-01T10:00:00Z\",\"running\":false}");
        assertThat(journal.journal().control().wanted()).isEqualTo(Control.Wanted.RUN);
    }

    @Test
    void cancelsAtOnceWhereNoRunIsAtWork() {
        SmallJournal journal = left(SmallJournal.running(dir, clock).moved(BackfillState.PAUSED, "month end"));

        assertThat(run(0, "cancel", ID, "--reason", "not needed").out())
                .isEqualTo("tax-fix: CANCEL is recorded; no run is working on it\n");

        assertThat(journal.journal().status().state()).isEqualTo(BackfillState.CANCELLED);
        assertThat(run(2, "resume", ID, "--reason", "after all").err()).isEqualTo("""
                        amend: Cannot run tax-fix: it is CANCELLED
                          where: tax-fix
                          next:  See 'amend status tax-fix'
                        """);
    }

    @Test
    void leavesACancellationToTheRunAtWork() {
        try (SmallJournal journal = SmallJournal.running(dir, clock)) {
            run(0, "cancel", ID, "--reason", "not needed");

            assertThat(journal.journal().status().state()).isEqualTo(BackfillState.RUNNING);
            assertThat(journal.journal().control().wanted()).isEqualTo(Control.Wanted.CANCEL);
        }
    }

    @Test
    void tellsHowToUndoWhatIsPublishedInsteadOfCancellingIt() {
        left(SmallJournal.running(dir, clock)
                .built("aa11", "PASS")
                .moved(BackfillState.APPROVED, "")
                .released(ReleaseRecord.Kind.PUBLISH, 77)
                .moved(BackfillState.PUBLISHED, ""));

        assertThat(run(2, "cancel", ID, "--reason", "oh no").err()).isEqualTo("""
                        amend: Cannot cancel tax-fix: it is PUBLISHED
                          where: tax-fix
                          next:  To undo what was published: amend rollback tax-fix --reason TEXT
                        """);
    }

    @Test
    void makesFailedBatchesDueAgain() {
        SmallJournal journal = left(SmallJournal.running(dir, clock)
                .batch(SmallJournal.reconciled("2026-01-05"))
                .batch(SmallJournal.failed("2026-01-12"))
                .moved(BackfillState.HALTED, "too much"));

        assertThat(run(0, "retry", ID).out()).isEqualTo("tax-fix: due again: 2026-01-12\nnext: amend run SPEC\n");

        BatchRecord due = journal.journal().batch("2026-01-12").orElseThrow();
        assertThat(due.state().name()).isEqualTo("DUE");
        assertThat(due.attempts()).isEqualTo(1);
        assertThat(journal.journal().batch("2026-01-05").orElseThrow().state().name())
                .isEqualTo("RECONCILED");
        assertThat(journal.events())
                .last()
                .isEqualTo("BATCH FAILED > DUE by %s: retry".formatted(System.getProperty("user.name")));
        assertThat(run(0, "retry", ID).out()).isEqualTo("tax-fix: no batch failed\n");
    }

    @Test
    void refusesToRetryABatchThatThereIsNot() {
        left(SmallJournal.running(dir, clock).moved(BackfillState.HALTED, "too much"));

        assertThat(run(2, "retry", ID, "--batch", "2026-01-06").err()).isEqualTo("""
                        amend: Cannot retry batch '2026-01-06': tax-fix has none of that id
                          where: --batch
                          next:  A batch's id is its first partition, as 'amend plan SPEC -o json' lists them
                        """);
    }

    @ParameterizedTest
    @EnumSource(
            value = BackfillState.class,
            names = {"BUILT", "APPROVED"})
    void takesAFinishedBackfillUpAgainToRetryABatch(BackfillState state) {
        SmallJournal journal = SmallJournal.running(dir, clock).built("aa11", "PASS");
        if (state == BackfillState.APPROVED) {
            run(0, "approve", ID, "--by", "olga", "--reason", "fine");
        }
        left(journal);

        run(0, "retry", ID, "--batch", "2026-01-12");

        assertThat(journal.journal().status().state())
                .as("the next run goes on, and nothing is published before")
                .isEqualTo(BackfillState.PAUSED);
        assertThat(run(8, "publish", ID).err()).startsWith("amend: Cannot publish tax-fix: it is PAUSED");
    }

    @Test
    void doesNotRetryUnderARunAtWork() {
        try (SmallJournal journal = SmallJournal.running(dir, clock)) {
            journal.batch(SmallJournal.failed("2026-01-12"));

            assertThat(run(6, "retry", ID).err())
                    .startsWith("amend: Cannot run tax-fix: another run holds its lease since 2026-06-01T10:00:00Z\n"
                            + "  where: run run-1 of maria on laptop, process 4711, ");
        }
    }

    @Test
    void recordsAYesToExactlyTheReportThatIsThere() {
        SmallJournal journal = built();

        assertThat(run(0, "approve", ID, "--by", "olga", "--reason", "looks right")
                        .out())
                .isEqualTo("tax-fix: APPROVED by olga, for report " + SmallJournal.DIGEST
                        + " (unsigned)\nnext: amend publish tax-fix\n");

        assertThat(journal.journal().approvals())
                .containsExactly(new ApprovalRecord(
                        ApprovalRecord.Decision.APPROVED,
                        "olga",
                        Instant.parse("2026-06-01T10:00:00Z"),
                        "looks right",
                        SmallJournal.DIGEST,
                        "unsigned"));
        assertThat(journal.journal().status().state()).isEqualTo(BackfillState.APPROVED);
        assertThat(run(0, "status", ID, "-o", "json").json().at("/approval").toString())
                .isEqualTo("{\"valid\":true,\"by\":\"olga\",\"digest\":\"" + SmallJournal.DIGEST
                        + "\",\"reason_void\":null}");
    }

    @Test
    void recordsANo() {
        SmallJournal journal = built();
        run(0, "approve", ID, "--by", "olga", "--reason", "looks right");

        assertThat(run(0, "reject", ID, "--by", "olga", "--reason", "not so").out())
                .startsWith("tax-fix: REJECTED by olga, for report " + SmallJournal.DIGEST
                        + " (unsigned)\nnext: correct what was rejected");

        assertThat(journal.journal().status().state()).isEqualTo(BackfillState.BUILT);
        assertThat(run(5, "publish", ID).err())
                .startsWith("amend: Cannot publish tax-fix: olga rejected the report: not so\n");
    }

    @Test
    void showsTheReasonOfADecisionWithWhoMadeItAndWhen() {
        built();
        run(0, "approve", ID, "--by", "olga", "--reason", "ok");
        clock.sleep(Duration.ofHours(1));
        run(0, "approve", ID, "--by", "cfo", "--reason", "twice");

        assertThat(run(0, "status", ID).out()).contains("  why:      twice (since 2026-06-01T11:00:00Z, by cfo)\n");
    }

    @Test
    void showsTheReasonOfANoToWhatNobodyHadApproved() {
        built();
        clock.sleep(Duration.ofHours(1));
        run(0, "reject", ID, "--by", "cfo", "--reason", "not so");

        JsonNode status = run(0, "status", ID, "-o", "json").json();
        assertThat(List.of(status.at("/reason"), status.at("/by"), status.at("/since"))
                        .toString())
                .isEqualTo("[\"not so\", \"cfo\", \"2026-06-01T11:00:00Z\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUILT", "APPROVED"})
    void showsAPauseThatHoldsAPublicationBack(String state) {
        built();
        if (state.equals("APPROVED")) {
            run(0, "approve", ID, "--by", "olga", "--reason", "ok");
        }
        run(0, "pause", ID, "--by", "cfo", "--reason", "month end");

        assertThat(run(0, "status", ID).out())
                .contains("  wanted:   PAUSE by cfo: month end (since 2026-06-01T10:00:00Z)\n")
                .endsWith("  next:     amend resume tax-fix --reason TEXT\n");
        assertThat(run(0, "status", ID, "-o", "json").json().at("/wanted").toString())
                .isEqualTo(
                        "{\"action\":\"PAUSE\",\"by\":\"cfo\",\"reason\":\"month end\",\"at\":\"2026-06-01T10:00:00Z\"}");
        run(0, "resume", ID, "--reason", "done");
        assertThat(run(0, "status", ID).out()).doesNotContain("wanted:");
        assertThat(run(0, "status", ID, "-o", "json").json().at("/wanted").isNull())
                .isTrue();
    }

    @Test
    void showsAPauseBeforeTheFirstRun() {
        proved();
        run(0, "pause", ID, "--reason", "not yet");

        assertThat(run(0, "status", ID).out())
                .contains("  wanted:   PAUSE by maria: not yet (since 2026-06-01T10:00:00Z)\n")
                .endsWith("  next:     amend resume tax-fix --reason TEXT, then amend run SPEC\n");
    }

    @Test
    void saysWhatFollowsAResume() {
        built();
        assertThat(run(0, "resume", ID, "--reason", "done").out())
                .endsWith("\nnext: amend report tax-fix, then amend approve tax-fix --by NAME --reason TEXT\n");

        run(0, "approve", ID, "--by", "olga", "--reason", "ok");
        assertThat(run(0, "resume", ID, "--reason", "done").out()).endsWith("\nnext: amend publish tax-fix\n");
    }

    @Test
    void saysNothingOfAStateThatNobodyHasMovedItTo() {
        proved();

        JsonNode status = run(0, "status", ID, "-o", "json").json();
        assertThat(List.of(status.at("/reason"), status.at("/by"), status.at("/since"))
                        .toString())
                .isEqualTo("[null, null, null]");
        assertThat(run(0, "list", "-o", "json").json().at("/0/since").isNull()).isTrue();
    }

    private void proved() {
        new Journals(new LocalStateStore(dir), clock)
                .openOrNew(new BackfillId(ID))
                .record(new ProofRecord(
                        "d", "2026-01-05", 20, 1000, Duration.ofSeconds(1), 100, true, SmallJournal.MORNING));
    }

    @Test
    void refusesADecisionBeforeThereIsSomethingToDecide() {
        left(SmallJournal.running(dir, clock));

        assertThat(run(8, "approve", ID, "--by", "olga", "--reason", "yes").err())
                .startsWith("amend: Cannot decide on tax-fix: it is RUNNING, not BUILT\n");
    }

    @Test
    void refusesAYesToAReportWithFailedChecks() {
        left(SmallJournal.running(dir, clock).built("aa11", "FAIL"));

        assertThat(run(2, "approve", ID, "--by", "olga", "--reason", "yes").err())
                .startsWith("amend: Cannot approve tax-fix: its report has failed checks\n");
        run(0, "reject", ID, "--by", "olga", "--reason", "no");
    }

    @Test
    void refusesAYesFromSomeoneWhoMayNot() {
        String rule = "approval: {required_from: [cfo, runner], not_by_runner: true, expires_after: 7d}\n";
        SmallJournal journal = left(SmallJournal.running(dir, clock, SmallLake.specification(ID) + rule)
                .built("aa11", "PASS"));

        assertThat(run(5, "approve", ID, "--by", "olga", "--reason", "yes").err())
                .isEqualTo("""
                        amend: Cannot approve tax-fix: approval is required from cfo or runner, not from olga
                          where: approval in the specification
                          next:  Ask one of those who may
                        """);
        assertThat(journal.journal().approvals()).isEmpty();

        run(0, "approve", ID, "--by", "cfo", "--reason", "yes");
        clock.sleep(Duration.ofDays(7));
        assertThat(run(5, "publish", ID).err())
                .startsWith("amend: Cannot publish tax-fix: the approval expired at 2026-06-08T10:00:00Z\n");
    }

    @Test
    void publishesNothingWithoutApproval() {
        built();

        assertThat(run(5, "publish", ID).err()).startsWith("amend: Cannot publish tax-fix: nobody has decided yet\n");
    }

    @Test
    void listsEveryBackfillOrSaysThatThereIsNone() {
        assertThat(run(0, "list").out()).isEqualTo("no backfills in %s\n".formatted(dir));
        assertThat(run(0, "list", "-o", "json").json()).isEmpty();

        built();
        assertThat(run(0, "list").out())
                .isEqualTo("tax-fix                                  BUILT        100 %  finance.revenue\n");
        assertThat(run(0, "list", "-o", "json").json().at("/0/status").asText()).isEqualTo("BUILT");
    }

    @Test
    void tellsTheHistoryOfOneTableOrOfAll() {
        assertThat(run(0, "history").out()).isEqualTo("nothing was published yet\n");
        left(SmallJournal.running(dir, clock)
                .released(ReleaseRecord.Kind.PUBLISH, 77)
                .released(ReleaseRecord.Kind.ROLLBACK, 78));

        assertThat(run(0, "history", "finance.revenue").out()).isEqualTo("""
                        2026-06-01T10:00:00Z  PUBLISH   finance.revenue  tax-fix  by maria: FIN-7: Take the tax out
                        2026-06-01T10:00:00Z  ROLLBACK  finance.revenue  tax-fix  by maria: FIN-7: Take the tax out
                        """);
        assertThat(run(0, "history", "finance.other").out()).isEqualTo("nothing was published yet\n");
        assertThat(run(0, "history", "-o", "json").json().at("/0").toString())
                .isEqualTo(
                        "{\"backfill_id\":\"tax-fix\",\"dataset\":\"finance.revenue\",\"kind\":\"PUBLISH\",\"at\":\"2026-06-01T10:00:00Z\",\"by\":\"maria\",\"snapshot\":77,\"previous\":42,\"how\":\"commit\",\"report_digest\":\"aa11\",\"reason\":\"FIN-7: Take the tax out\",\"error\":null}");
    }

    @Test
    void saysWhereTheReportIsAndCopiesIt() throws IOException {
        left(SmallJournal.running(dir, clock));
        assertThat(run(8, "report", ID).err())
                .startsWith("amend: Cannot find a report of tax-fix: no batch was reconciled yet\n");

        left(SmallJournal.running(dir.resolve("other"), clock).built("aa11", "NEEDS_DECISION"));
        Path copies = Files.createDirectories(dir.resolve("copies"));
        Path html = copies.resolve("report.html");
        Path json = copies.resolve("report.json");
        String state = dir.resolve("other").toString();

        assertThat(run(0, "report", ID, "--state", state, "--to", html.toString())
                        .out())
                .contains("verdict: NEEDS_DECISION\ndigest:  " + SmallJournal.digest("aa11", "NEEDS_DECISION")
                        + "\ncopy:    " + html);
        run(0, "report", ID, "--state", state, "--to", json.toString());
        assertThat(html).hasContent("<p>report</p>");
        assertThat(run(0, "report", ID, "--state", state, "--format", "markdown")
                        .out())
                .isEqualTo("## Pass\n");
        assertThat(run(2, "report", ID, "--state", state, "--format", "pdf").err())
                .contains("markdown");
        assertThat(json).content().contains("\"verdict\":\"needs_decision\"");
        assertThat(run(
                                2,
                                "report",
                                ID,
                                "--state",
                                state,
                                "--to",
                                html.resolve("below").toString())
                        .err())
                .startsWith("amend: Cannot write the copy: ");
    }

    @Test
    void copiesAReportNeitherIntoTheStateNorIntoAFolderThatIsMissing() throws IOException {
        built();
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("backfills"));
        List<Path> inside = List.of(dir.resolve("x.html"), link.resolve("x.html"), dir.resolve("backfills/x.html"));

        for (Path place : inside) {
            assertThat(run(2, "report", ID, "--to", place.toString()).err())
                    .contains("it would stand inside the state", "Name a place outside of the state");
            assertThat(place).doesNotExist();
        }
        assertThat(run(2, "report", ID, "--to", dir.resolve("missing/x.html").toString())
                        .err())
                .contains("the folder " + dir.resolve("missing") + " does not exist");
        assertThat(dir.resolve("missing")).doesNotExist();
    }

    @Test
    void listsNoFolderThatHoldsNothing() throws IOException {
        built();
        Files.createDirectories(dir.resolve("backfills/bf-9/events"));

        assertThat(run(0, "list").out()).doesNotContain("bf-9");
        assertThat(run(2, "status", "bf-9").err()).doesNotContain("Did you mean");
        assertThat(run(0, "history").out()).doesNotContain("bf-9");
    }

    @Test
    void knowsANameThatIsNearlyRight() {
        built();

        assertThat(run(2, "status", "tax-fx").err())
                .contains(
                        "amend: Unknown backfill 'tax-fx'\n",
                        "next:  Did you mean 'tax-fix'? 'amend list' shows every backfill\n");
    }

    /** A state that was lost, or another folder. */
    @Test
    void rollsBackNothingThatItHasNoRecordOf() {
        TestProgram.Outcome outcome = run(2, "rollback", ID, "--reason", "wrong");

        assertThat(outcome.err()).startsWith("amend: Unknown backfill 'tax-fix'");
    }
}
