package dev.amend.engine.command;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.ApprovalRecord.Decision;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.release.ApprovalVerdict;
import dev.amend.engine.run.ReportSummary;
import dev.amend.reconciliation.report.Verdict;
import dev.amend.specs.ApprovalRule;
import picocli.CommandLine.Option;

/** An owner's yes or no to the current report. */
final class OwnersDecision {
    @Option(names = "--by", paramLabel = "NAME", required = true, description = "who decides")
    private String by = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept on record")
    private String reason = "";

    int record(Wiring wiring, String id, Decision decision) {
        Journal journal = wiring.journal(id);
        ReportSummary report = decidable(journal);
        if (decision == Decision.APPROVED) {
            requireMayApprove(journal, report);
        }

        journal.record(new ApprovalRecord(
                decision, by, wiring.clock().instant(), reason, report.digest(), ApprovalRecord.UNSIGNED));
        journal.transition(decision == Decision.APPROVED ? BackfillState.APPROVED : BackfillState.BUILT, by, reason);

        wiring.console()
                .result(
                        new Document()
                                .with("backfill_id", id)
                                .with("decision", decision.name())
                                .with("by", by)
                                .with("reason", reason)
                                .with("report_digest", report.digest())
                                .with("signature", ApprovalRecord.UNSIGNED)
                                .fields(),
                        "%s: %s by %s, for report %s (unsigned)%nnext: %s"
                                .formatted(
                                        id,
                                        decision,
                                        by,
                                        report.digest(),
                                        decision == Decision.APPROVED
                                                ? "amend publish " + id
                                                : "mend what was rejected, under a new backfill_id; 'amend cancel %s' lets this one go"
                                                        .formatted(id)));
        return 0;
    }

    private static ReportSummary decidable(Journal journal) {
        BackfillState state = journal.status().state();
        if (state != BackfillState.BUILT && state != BackfillState.APPROVED) {
            throw CommandCode.notDecidable(journal.id(), state, "See 'amend status %s'".formatted(journal.id()));
        }
        return ReportSummary.of(journal).orElseThrow(() -> CommandCode.noReport(journal.id()));
    }

    private void requireMayApprove(Journal journal, ReportSummary report) {
        if (report.verdict() == Verdict.FAIL) {
            throw CommandCode.failedReport(journal.id());
        }

        ApprovalRule rule = FrozenSpecification.read(journal.specification().orElseThrow())
                .specification()
                .approval();
        ApprovalVerdict.mayNotApprove(by, rule, Wiring.runners(journal, rule)).ifPresent(flaw -> {
            throw CommandCode.mayNotApprove(journal.id(), flaw);
        });
    }
}
