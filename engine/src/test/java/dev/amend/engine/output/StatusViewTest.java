package dev.amend.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.command.SmallJournal;
import dev.amend.engine.gates.ManualClock;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Lease;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.Wait;
import dev.amend.engine.lakehouse.SmallLake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person and a program are told of a backfill in each of its states. */
final class StatusViewTest {
    private static final ApprovalVerdict UNDECIDED = new ApprovalVerdict(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("nobody has decided yet"));

    private static final ApprovalVerdict APPROVED =
            new ApprovalVerdict(Optional.of("aa11"), Optional.of("olga"), Optional.of("aa11"), Optional.empty());

    @TempDir
    private Path dir;

    private final ManualClock clock = new ManualClock("2026-06-01T10:00:00Z");

    private SmallJournal running() {
        return SmallJournal.running(dir, clock);
    }

    private static StatusView view(SmallJournal journal, Optional<Lease> lease, ApprovalVerdict approval) {
        return new StatusView(journal.journal(), lease, approval);
    }

    private static JsonNode document(StatusView view) {
        return new ObjectMapper().valueToTree(view.document());
    }

    private static String next(SmallJournal journal, Optional<Lease> lease) {
        String text = view(journal, lease, UNDECIDED).text();
        return text.substring(text.indexOf("  next:     ") + "  next:     ".length());
    }

    @Test
    void showsARunAtWork() {
        try (SmallJournal journal = running()) {
            journal.batch(SmallJournal.reconciled("2026-01-05"))
                    .batch(BatchRecord.due("2026-01-12").building(SmallJournal.MORNING));
            StatusView view = view(journal, journal.lease(), UNDECIDED);

            assertThat(view.text()).isEqualTo("""
                            tax-fix  RUNNING  finance.revenue
                              A run builds and reconciles batches, or died doing so and is continued by the next one
                              batches:  1 of 4 done, 2 due, 1 in flight, 0 failed; 25 %, to go: measuring
                              run:      maria on laptop, process 4711, since 2026-06-01T10:00:00Z
                              next:     nothing; 'amend pause tax-fix --reason TEXT' stops it at the next safe point""");
            JsonNode document = document(view);
            assertThat(document.at("/batches").toString())
                    .isEqualTo("{\"total\":4,\"done\":1,\"due\":2,\"in_flight\":1,\"failed\":0}");
            assertThat(document.at("/progress").asDouble()).isEqualTo(0.25);
            assertThat(document.at("/eta").asText()).isEqualTo("measuring");
            assertThat(document.at("/baseline").asLong()).isEqualTo(42);
            assertThat(document.at("/shadow").asText()).isEqualTo("amend_tax_fix");
            assertThat(document.at("/run/epoch").asLong()).isEqualTo(1);
            assertThat(document.at("/waiting_for")).isEmpty();
            assertThat(document.at("/release").isNull()).isTrue();
        }
    }

    @Test
    void saysWhenTheRunIsGone() {
        try (SmallJournal journal = running()) {
            journal.batch(BatchRecord.due("2026-01-12").building(SmallJournal.MORNING));
            StatusView view = view(journal, Optional.empty(), UNDECIDED);

            assertThat(view.text()).endsWith("  next:     the run is gone; 'amend run SPEC' goes on where it stopped");
            assertThat(document(view).at("/batches/in_flight").asInt()).isZero();
            assertThat(document(view).at("/batches/due").asInt()).isEqualTo(4);
            assertThat(document(view).at("/run").isNull()).isTrue();
        }
    }

    @Test
    void namesEveryGateThatItWaitsFor() {
        try (SmallJournal journal = running()) {
            clock.sleep(Duration.ofMinutes(5));
            journal.waiting(new Wait("window", "opens at 22:00"), new Wait("live-pipeline", "someone: just now"));
            StatusView view = view(journal, journal.lease(), UNDECIDED);

            assertThat(view.text())
                    .contains(
                            "  why:      window: opens at 22:00; live-pipeline: someone: just now (since 2026-06-01T10:05:00Z, by maria)\n");
            assertThat(document(view).at("/waiting_for").toString())
                    .isEqualTo(
                            "[{\"gate\":\"window\",\"reason\":\"opens at 22:00\",\"since\":\"2026-06-01T10:05:00Z\"},"
                                    + "{\"gate\":\"live-pipeline\",\"reason\":\"someone: just now\",\"since\":\"2026-06-01T10:05:00Z\"}]");
        }
    }

    @Test
    void namesBatchAndCheckThatHaltedIt() {
        try (SmallJournal journal = running()) {
            journal.batch(SmallJournal.failed("2026-01-12")).moved(BackfillState.HALTED, "batch 2026-01-12: too much");
            StatusView view = view(journal, Optional.empty(), UNDECIDED);

            assertThat(view.text())
                    .contains(
                            "  why:      batch 2026-01-12: too much (since 2026-06-01T10:00:00Z, by maria)\n",
                            "  failed:   2026-01-12: check 'measure:revenue' of 2026-01-12: expected 0%, found -9%\n")
                    .endsWith(
                            "look at the report ('amend report tax-fix'), then 'amend retry tax-fix' and 'amend run SPEC'");
            assertThat(document(view).at("/failures").toString())
                    .isEqualTo(
                            "[{\"batch\":\"2026-01-12\",\"code\":\"CHECK_FAILED\",\"message\":\"check 'measure:revenue' of 2026-01-12: expected 0%, found -9%\"}]");
        }
    }

    @Test
    void showsReportApprovalAndRelease() {
        ApprovalVerdict approved =
                new ApprovalVerdict(Optional.of("aa11"), Optional.of("olga"), Optional.of("aa11"), Optional.empty());
        try (SmallJournal journal = running()) {
            journal.built("aa11", "PASS")
                    .moved(BackfillState.APPROVED, "fine")
                    .released(ReleaseRecord.Kind.PUBLISH, 77)
                    .moved(BackfillState.PUBLISHED, "FIN-7");
            StatusView view = view(journal, Optional.empty(), approved);

            assertThat(view.text())
                    .contains(
                            "  batches:  4 of 4 done, 0 due, 0 in flight, 0 failed; 100 %\n",
                            "  report:   aa11\n",
                            "  approval: approved by olga, unsigned\n",
                            "  release:  snapshot 77 at 2026-06-01T10:00:00Z by maria (commit)\n")
                    .endsWith("amend verify tax-fix; amend rollback tax-fix --reason TEXT undoes it");
            JsonNode document = document(view);
            assertThat(document.at("/approval").toString())
                    .isEqualTo("{\"valid\":true,\"by\":\"olga\",\"digest\":\"aa11\",\"reason_void\":null}");
            assertThat(document.at("/release").toString())
                    .isEqualTo("{\"snapshot\":77,\"published_at\":\"2026-06-01T10:00:00Z\",\"how\":\"commit\"}");

            journal.released(ReleaseRecord.Kind.ROLLBACK, 78).moved(BackfillState.ROLLED_BACK, "wrong");
            assertThat(document(view(journal, Optional.empty(), approved))
                            .at("/release")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void saysTheOneThingToDoNextInEveryState() {
        try (SmallJournal journal = running()) {
            assertThat(next(journal.moved(BackfillState.PAUSED, "month end"), Optional.empty()))
                    .isEqualTo("amend run SPEC");
            journal.journal()
                    .control(
                            "olga", "month end", before -> before.withWanted(Control.Wanted.PAUSE, Control.Mode.DRAIN));
            assertThat(next(journal.moved(BackfillState.PAUSED, "month end"), Optional.empty()))
                    .isEqualTo("amend resume tax-fix --reason TEXT, then amend run SPEC");
            journal.journal()
                    .control("olga", "done", before -> before.withWanted(Control.Wanted.RUN, Control.Mode.DRAIN));
            journal.moved(BackfillState.RUNNING, "");
            assertThat(next(journal.built("aa11", "PASS"), Optional.empty()))
                    .isEqualTo("amend report tax-fix, then amend approve tax-fix --by NAME --reason TEXT");
            assertThat(view(journal.moved(BackfillState.APPROVED, ""), Optional.empty(), APPROVED)
                            .text())
                    .endsWith("  next:     amend publish tax-fix");
            assertThat(next(journal.moved(BackfillState.CANCELLED, ""), Optional.empty()))
                    .isEqualTo("amend retire tax-fix --by NAME lets the shadow go");
            assertThat(next(journal.moved(BackfillState.RETIRED, ""), Optional.empty()))
                    .isEqualTo("nothing");
        }
    }

    @Test
    void hasALineForTheList() {
        try (SmallJournal journal = running()) {
            journal.batch(SmallJournal.reconciled("2026-01-05"));
            StatusView view = view(journal, Optional.empty(), UNDECIDED);

            assertThat(view.lineText())
                    .isEqualTo("tax-fix                                  RUNNING       25 %  finance.revenue");
            assertThat(view.line().keySet()).containsExactly("backfill_id", "status", "target", "progress", "since");
        }
    }

    @Test
    void refersToTheReasonWhereNoBatchFailed() {
        try (SmallJournal journal = running()) {
            journal.moved(BackfillState.HALTED, "others expired snapshot 42. Run 'amend rebase tax-fix'");

            assertThat(view(journal, Optional.empty(), UNDECIDED).text())
                    .contains("why:      others expired snapshot 42. Run 'amend rebase tax-fix'")
                    .endsWith("do what the reason above asks for; 'amend run SPEC' goes on then");
        }
    }

    @Test
    void namesTheVerdictAndWhatIsBehindIt() {
        try (SmallJournal journal = running()) {
            SmallLake.BATCHES.forEach(batch -> journal.batch(SmallJournal.reconciled(batch)));
            journal.report("aa11", "FAIL", "check 'key-unique' of total: expected one, found two")
                    .moved(BackfillState.HALTED, "total: check 'key-unique'");
            StatusView view = view(journal, Optional.empty(), UNDECIDED);

            assertThat(view.text())
                    .contains("  verdict:  fail\n  found:    check 'key-unique' of total: expected one, found two\n")
                    .endsWith("look at the report ('amend report tax-fix'); 'amend run SPEC' checks the totals again");
            assertThat(document(view).at("/verdict").asText()).isEqualTo("FAIL");
            assertThat(document(view).at("/findings").toString())
                    .isEqualTo("[\"check 'key-unique' of total: expected one, found two\"]");
        }
    }

    @Test
    void readsASummaryThatAnEarlierVersionKept() {
        try (SmallJournal journal = running()) {
            StatusView view = view(journal.built("aa11", "NEEDS_DECISION"), Optional.empty(), UNDECIDED);

            assertThat(view.text()).contains("  verdict:  needs a decision\n").doesNotContain("found:");
            assertThat(document(view).at("/findings")).isEmpty();
        }
    }
}
