package dev.amend.reconciliation.report;

import dev.amend.reconciliation.checks.TotalReconciliation;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.report.SummaryLines.VerdictLine;
import java.util.List;

/** The verdict in words, which an owner reads first. */
final class VerdictWords {
    private final Report report;
    private final TotalReconciliation total;
    private final long checks;
    private final long failed;
    private final long looks;

    /** @param findings the findings of the total and of all batches */
    VerdictWords(Report report, List<Finding> findings) {
        this.report = report;
        this.total = report.total();
        this.checks = findings.size();
        this.failed = findings.stream().filter(Finding::failed).count();
        this.looks = findings.stream()
                .filter(finding -> finding.outcome() == Outcome.WARN)
                .count();
    }

    VerdictLine line() {
        return report.facts().isDryRun() ? ofDryRun() : ofRun();
    }

    /** The expected result of a run; no decision is needed. */
    private VerdictLine ofDryRun() {
        String nothing = "Nothing was written, and there is nothing to approve.";
        String compared = batches() + " were computed and compared";
        if (failed > 0) {
            return new VerdictLine(
                    "fail",
                    "Dry run: fail",
                    "%s of %s failed: a run would halt. %s. %s%s"
                            .formatted(FigureText.number(failed), allChecks(), compared, withoutReason(), nothing));
        }
        String worthALook =
                looks == 0 ? "" : "; %s worth a look".formatted(Plain.count(looks, "finding is", "findings are"));
        return new VerdictLine(
                looks > 0 ? "warn" : "pass",
                "Dry run: no check failed",
                "%s%s: none of %s failed%s. %s".formatted(withoutReason(), compared, allChecks(), worthALook, nothing));
    }

    private VerdictLine ofRun() {
        return switch (total.verdict()) {
            case PASS ->
                new VerdictLine(
                        "pass",
                        "Pass",
                        "All %s passed, in %s. Only the owner's decision is missing."
                                .formatted(allChecks(), batches()));
            case NEEDS_DECISION -> new VerdictLine("warn", "Needs a decision", withoutReason() + whatIsOpen());
            case FAIL ->
                new VerdictLine(
                        "fail",
                        "Fail",
                        "%s of %s failed, in %s. %sNothing can be published before they are corrected."
                                .formatted(FigureText.number(failed), allChecks(), batches(), withoutReason()));
        };
    }

    private String whatIsOpen() {
        if (total.batchesDone() == total.batchesExpected() && !total.isFinal()) {
            return "This report is not final: %s are in, and the totals of the whole range are not computed yet. No check failed so far."
                    .formatted(batches());
        }
        return total.batchesDone() < total.batchesExpected()
                ? "This report is not final: %s are in. No check failed so far.".formatted(batches())
                : "No check failed, in %s; %s worth a look."
                        .formatted(batches(), Plain.count(looks, "finding is", "findings are"));
    }

    /** A sentence about rows that changed without a declared reason, with a space after it; empty if there are none. */
    private String withoutReason() {
        boolean declared =
                !report.facts().specification().validation().explainedBy().isEmpty();
        return declared || total.unexplained() == 0
                ? ""
                : FigureText.rows(total.unexplained()) + " changed without a declared reason. ";
    }

    private String allChecks() {
        return Plain.count(checks, "check", "checks");
    }

    private String batches() {
        return "%d of %s".formatted(total.batchesDone(), Plain.count(total.batchesExpected(), "batch", "batches"));
    }
}
