package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.approval.CurrentApproval;
import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.hooks.StepListener;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.publish.MayPublish;
import dev.amend.engine.publish.PublishConsent;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people say while a run publishes counts before its commit or not at all, and they are told which. */
final class DecisionOrderTest {
    private static final String ID = SmallJournal.ID;

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");
    private SmallJournal journal;

    @BeforeEach
    void approveWhileTheRunHoldsTheLease() {
        journal = SmallJournal.running(dir, clock).built("aa11", "PASS");
        assertThat(run("approve", ID, "--by", "olga", "--reason", "looks right").exitCode())
                .isZero();
    }

    @AfterEach
    void endTheRun() {
        journal.close();
    }

    private TestProgram program() {
        return new TestProgram(clock, clock, Map.of("AMEND_STATE", dir.toString()), "maria");
    }

    private TestProgram.Outcome run(String... arguments) {
        return program().run(arguments);
    }

    private ApprovalVerdict approval() {
        return CurrentApproval.of(journal.journal(), clock);
    }

    private CommitIntent.Phase phase() {
        return journal.journal().commitIntent().orElseThrow().phase();
    }

    /** Does something once the program has written an object. */
    private TestProgram.Outcome after(String object, Runnable action, String... arguments) {
        return program()
                .toldTo(new StepListener() {
                    @Override
                    public void after(String step) {
                        if (step.endsWith(object)) {
                            action.run();
                        }
                    }
                })
                .run(arguments);
    }

    @Test
    void aRejectionWhileSparkStartsKeepsThePublicationFromItsCommit() {
        ApprovalVerdict prepared = new MayPublish(journal.journal(), clock).require();
        assertThat(run("reject", ID, "--by", "olga", "--reason", "not so").exitCode())
                .isZero();

        assertThatThrownBy(() -> new PublishConsent(journal.held(), prepared, clock).require())
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot publish tax-fix: olga rejected the report: not so");
        assertThat(phase()).isEqualTo(CommitIntent.Phase.WITHDRAWN);
        assertThat(journal.journal().status().state()).isEqualTo(BackfillState.BUILT);
    }

    @Test
    void aPauseWhileSparkStartsKeepsThePublicationFromItsCommit() {
        ApprovalVerdict prepared = approval();
        assertThat(run("pause", ID, "--reason", "month end").exitCode()).isZero();

        assertThatThrownBy(() -> new PublishConsent(journal.held(), prepared, clock).require())
                .hasMessage("Cannot publish tax-fix: it was paused by maria: month end");
        assertThat(phase()).isEqualTo(CommitIntent.Phase.WITHDRAWN);
    }

    @Test
    void aCancellationWhileSparkStartsIsCarriedOutByThePublicationThatItStops() {
        ApprovalVerdict prepared = approval();
        assertThat(run("cancel", ID, "--reason", "not needed").exitCode()).isZero();

        assertThatThrownBy(() -> new PublishConsent(journal.held(), prepared, clock).require())
                .hasMessage("Cannot publish tax-fix: it was cancelled by maria: not needed");
        assertThat(journal.journal().status().state()).isEqualTo(BackfillState.CANCELLED);
    }

    @Test
    void anotherYesMeanwhileIsNotPassedOver() {
        ApprovalVerdict prepared = approval();
        run("approve", ID, "--by", "nina", "--reason", "yes");

        assertThatThrownBy(() -> new PublishConsent(journal.held(), prepared, clock).require())
                .hasMessage("Cannot publish tax-fix: nina decided on the report while the publication was prepared");
    }

    @ParameterizedTest
    @CsvSource({"reject, reject", "approve, approve", "pause, pause", "cancel, cancel", "resume, resume"})
    void nothingIsRecordedWhileARunCommits(String command, String verb) {
        new PublishConsent(journal.held(), approval(), clock).require();
        int events = journal.journal().events().size();

        TestProgram.Outcome refused = run(command, ID, "--by", "olga", "--reason", "wait");

        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(6);
        assertThat(refused.err()).isEqualTo("""
                        amend: Cannot %s tax-fix: run run-1 of maria began to commit a publication at 2026-06-01T10:00:00Z, and its outcome is not recorded yet; nothing was recorded
                          where: tax-fix
                          next:  Wait for its outcome: 'amend status tax-fix' shows it, or says how to find it out. If it published, 'amend rollback tax-fix --reason TEXT' undoes it
                        """.formatted(verb));
        assertThat(journal.journal().approvals()).hasSize(1);
        assertThat(journal.journal().events()).hasSize(events);
    }

    @ParameterizedTest
    @CsvSource({"reject, approvals/000002.json", "cancel, control.json", "pause, control.json"})
    void whatCameAfterTheCommitIsToldToBeTooLate(String command, String object) {
        TestProgram.Outcome late = after(
                object,
                () -> {
                    journal.held().begin(CommitIntent.Kind.PUBLISH, SmallJournal.DIGEST, 1);
                    journal.held().settle(CommitIntent.Phase.COMMITTED);
                },
                command,
                ID,
                "--by",
                "olga",
                "--reason",
                "stop");

        assertThat(late.exitCode()).as(late.err()).isEqualTo(2);
        assertThat(late.err()).isEqualTo("""
                        amend: Cannot %s tax-fix: it came after the commit that run run-1 of maria began at 2026-06-01T10:00:00Z; consumers read the corrected data
                          where: tax-fix
                          next:  To undo what was published: amend rollback tax-fix --reason TEXT
                        """.formatted(command));
        assertThat(journal.journal().status().state()).isEqualTo(BackfillState.APPROVED);
    }

    @Test
    void aRejectionThatMeetsACommitWaitsForItsOutcome() {
        ApprovalVerdict prepared = approval();

        TestProgram.Outcome heard = after(
                "approvals/000002.json",
                () -> assertThatThrownBy(() -> new PublishConsent(journal.held(), prepared, clock).require()),
                "reject",
                ID,
                "--by",
                "olga",
                "--reason",
                "stop");

        assertThat(heard.exitCode()).as(heard.err()).isZero();
        assertThat(phase()).isEqualTo(CommitIntent.Phase.WITHDRAWN);
    }

    @Test
    void aRejectionDoesNotClaimToBeInTimeWhileNobodyKnows() {
        TestProgram.Outcome unknown = after(
                "approvals/000002.json",
                () -> journal.held().begin(CommitIntent.Kind.PUBLISH, SmallJournal.DIGEST, 1),
                "reject",
                ID,
                "--by",
                "olga",
                "--reason",
                "stop");

        assertThat(unknown.exitCode()).isEqualTo(6);
        assertThat(unknown.err()).contains("it was recorded, but it is not known yet whether in time");
    }

    @Test
    void ofTwoDecisionsTheLaterOneDecidesTheState() {
        TestProgram.Outcome first = after(
                "approvals/000002.json",
                () -> run("reject", ID, "--by", "nina", "--reason", "no"),
                "approve",
                ID,
                "--by",
                "olga",
                "--reason",
                "yes");

        assertThat(first.exitCode()).isZero();
        assertThat(journal.journal().status().state()).isEqualTo(BackfillState.BUILT);
        assertThat(approval().isValid()).isFalse();
    }

    @Test
    void neverTellsToPublishByAVoidApproval() {
        journal.report("bb22", "PASS");
        journal.close();

        assertThat(run("status", ID).out())
                .contains("  approval: none that is valid: the report changed since it was approved")
                .endsWith("  next:     amend report tax-fix, then amend approve tax-fix --by NAME --reason TEXT\n");
    }

    @Test
    void tellsHowToFindOutWhatCameOfAPublicationThatWasKilled() {
        journal.held().begin(CommitIntent.Kind.PUBLISH, SmallJournal.DIGEST, 1);
        journal.close();

        TestProgram.Outcome status = run("status", ID);

        assertThat(status.out())
                .contains(
                        "  commit:   maria began a publish at 2026-06-01T10:00:00Z; its outcome is not recorded yet\n")
                .endsWith("  next:     amend publish tax-fix finds out whether it was published\n");
        assertThat(run("status", ID, "-o", "json").json().at("/open_commit").toString())
                .isEqualTo("{\"kind\":\"publish\",\"by\":\"maria\",\"since\":\"2026-06-01T10:00:00Z\"}");
        assertThat(run("retry", ID, "--batch", "2026-01-12").err())
                .startsWith("amend: Cannot retry a batch of tax-fix: a publication was cut off");
    }

    @Test
    void tellsHowToFindOutWhatCameOfARollbackThatWasKilled() {
        journal.released(ReleaseRecord.Kind.PUBLISH, 77).moved(BackfillState.PUBLISHED, "");
        journal.held().begin(CommitIntent.Kind.ROLLBACK, SmallJournal.DIGEST, 1);
        journal.close();

        assertThat(run("status", ID).out())
                .endsWith(
                        "  next:     amend rollback tax-fix --reason TEXT finds out whether it was rolled back, and finishes it\n");
        for (String command : new String[] {"publish", "verify"}) {
            TestProgram.Outcome refused = run(command, ID);
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .startsWith(
                            "amend: Cannot %s tax-fix: maria began to roll it back at 2026-06-01T10:00:00Z, and the outcome is not recorded"
                                    .formatted(command));
        }
    }
}
