package dev.amend.engine.approval;

import dev.amend.engine.control.CommitOrder;
import dev.amend.engine.control.PublicationCheck;
import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.reports.ReportSummary;
import dev.amend.reconciliation.finding.Verdict;
import dev.amend.specs.ApprovalRule;
import java.time.Clock;

/** Records an owner's decision on the current report of a backfill. */
public final class ReportDecisions {
    private final Journal journal;
    private final CommitOrder order;
    private final PublicationCheck settlement;
    private final Clock clock;

    /** @param settlement asks the table whether an interrupted publication happened */
    public ReportDecisions(Journal journal, CommitOrder order, PublicationCheck settlement, Clock clock) {
        this.journal = journal;
        this.order = order;
        this.settlement = settlement;
        this.clock = clock;
    }

    /**
     * Records a decision on exactly what the current report shows.
     *
     * @throws dev.amend.specs.error.AmendException if there is no report to decide on, this person may not approve it,
     *     or a run is about to publish
     */
    public ApprovalRecord record(OwnerDecision said) throws InterruptedException {
        ReportSummary report = decidable();
        if (said.decision() == ApprovalRecord.Decision.APPROVED) {
            requireMayApprove(said.by(), report);
        }

        order.requireNoneUnderWay(said.action());
        if (order.leftOpen().isPresent()) {
            settlement.requireUnpublished(journal, said.action());
        }

        ApprovalRecord record = new ApprovalRecord(
                said.decision(), said.by(), clock.instant(), said.reason(), report.digest(), ApprovalRecord.UNSIGNED);
        int number = journal.record(record);
        order.requireCounted(said.action(), number);
        journal.followLatestDecision();
        return record;
    }

    private ReportSummary decidable() {
        BackfillState state = journal.status().state();
        if (state != BackfillState.BUILT && state != BackfillState.APPROVED) {
            throw ApprovalCode.notDecidable(journal, state);
        }
        Untouched.require(journal);
        return ReportSummary.of(journal).orElseThrow(() -> ApprovalCode.noReport(journal.id()));
    }

    private void requireMayApprove(String person, ReportSummary report) {
        if (report.verdict() == Verdict.FAIL) {
            throw ApprovalCode.failedReport(journal.id());
        }

        ApprovalRule rule = CurrentApproval.rule(journal);
        ApprovalVerdict.mayNotApprove(person, rule, CurrentApproval.runners(journal, rule))
                .ifPresent(flaw -> {
                    throw ApprovalCode.mayNotApprove(journal.id(), flaw);
                });
    }
}
