package dev.amend.engine.approval;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.reports.ReportSeal;
import dev.amend.engine.reports.ReportSummary;
import dev.amend.specs.error.SpecificationException;
import dev.amend.specs.text.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that the report and the frozen specification of a finished backfill are as its run wrote them. */
public final class Untouched {
    private static final Set<BackfillState> AWAITING_A_RELEASE =
            EnumSet.of(BackfillState.BUILT, BackfillState.APPROVED);

    private Untouched() {}

    /**
     * Checks the files only while a decision or a publication can still rely on them. After a publication it only
     * requires the summary, which is shown as long as the backfill exists.
     *
     * @throws dev.amend.specs.error.AmendException naming every file that is not, and what differs
     */
    public static void require(Journal journal) {
        if (!AWAITING_A_RELEASE.contains(journal.status().state())) {
            requireSummaryOfWhatWasReleased(journal);
            return;
        }

        List<String> faults = new ArrayList<>();
        specificationFault(journal).ifPresent(faults::add);
        faults.addAll(ReportSeal.faults(journal));
        if (!faults.isEmpty()) {
            throw ApprovalCode.changedByHand(journal.id(), faults);
        }
    }

    private static void requireSummaryOfWhatWasReleased(Journal journal) {
        if (!journal.releases().isEmpty() && ReportSummary.of(journal).isEmpty()) {
            throw journal.missingReport(ReportSummary.NAME, "a publication of it is on record");
        }
    }

    /**
     * Checks that each file of a report is as its run wrote it, in any state. A working run rewrites the files, so they
     * may not match then.
     *
     * @throws dev.amend.specs.error.AmendException naming every file that is not, and what differs
     */
    public static void requireReport(Journal journal) {
        List<String> faults = ReportSeal.faults(journal);
        if (!faults.isEmpty()) {
            throw ApprovalCode.changedByHand(journal.id(), faults);
        }
    }

    private static Optional<String> specificationFault(Journal journal) {
        String planned = journal.plan().map(plan -> plan.specificationDigest()).orElse("");
        try {
            String found = journal.specification()
                    .map(text -> FrozenSpecification.read(text).specification().digest())
                    .orElse("missing");
            return found.equals(planned)
                    ? Optional.empty()
                    : Optional.of(
                            "specification.yaml: its digest is %s, not %s as in plan.json".formatted(found, planned));
        } catch (SpecificationException e) {
            return Optional.of("specification.yaml: it can't be read: "
                    + String.valueOf(e.getMessage()).lines().skip(1).findFirst().orElse("it is invalid"));
        } catch (IllegalStateException e) {
            return Optional.of("specification.yaml: it can't be read: " + Reason.of(e));
        }
    }
}
