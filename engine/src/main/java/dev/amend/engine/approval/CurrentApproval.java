package dev.amend.engine.approval;

import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.EventRecord;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.reports.ReportSummary;
import dev.amend.specs.ApprovalRule;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Determines whether a backfill's report is approved, from its journal as it is now. */
public final class CurrentApproval {

    private CurrentApproval() {}

    public static ApprovalVerdict of(Journal journal, Clock clock) {
        ApprovalRule rule = rule(journal);
        return ApprovalVerdict.of(
                ReportSummary.of(journal).map(ReportSummary::digest),
                counted(journal),
                rule,
                runners(journal, rule),
                clock.instant());
    }

    /** The approval rule of the frozen specification. */
    public static ApprovalRule rule(Journal journal) {
        return FrozenSpecification.of(journal)
                .map(frozen -> frozen.specification().approval())
                .orElse(ApprovalRule.ANYONE);
    }

    /** The people who ran the backfill; empty if runners may approve. */
    public static Set<String> runners(Journal journal, ApprovalRule rule) {
        return rule.runnerMay() == ApprovalRule.RunnerMay.APPROVE
                ? Set.of()
                : journal.events().stream()
                        .filter(event -> event.kind() == EventRecord.Kind.BATCH)
                        .map(EventRecord::actor)
                        .collect(Collectors.toSet());
    }

    /** A decision made after the commit of the publication no longer counts. */
    private static List<ApprovalRecord> counted(Journal journal) {
        List<ApprovalRecord> decisions = journal.approvals();
        BackfillState state = journal.status().state();
        boolean published = state == BackfillState.PUBLISHED || state == BackfillState.ROLLED_BACK;
        return published
                ? journal.commitIntent()
                        .map(CommitIntent::decisions)
                        .filter(count -> count <= decisions.size())
                        .map(count -> decisions.subList(0, count))
                        .orElse(decisions)
                : decisions;
    }
}
