package dev.amend.engine.reports;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.Journal;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.ReconciliationJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * The findings that runs kept for the next report: the reconciliation of each batch, and the totals. They count only if
 * they are unchanged, and only for commits that the journal records.
 */
final class KeptFindings {
    private final Journal journal;

    KeptFindings(Journal journal) {
        this.journal = journal;
    }

    /**
     * The reconciliation of a batch, if its commit was compared.
     *
     * @throws dev.amend.specs.error.AmendException if it was compared, and the reconciliation is missing or was changed
     */
    Optional<BatchReconciliation> of(BatchRecord batch) {
        return batch.reconciledSnapshotId().map(snapshot -> of(batch.id(), snapshot));
    }

    private BatchReconciliation of(String batch, long snapshot) {
        String name = ReportNames.batch(batch);
        BatchReconciliation found = read(
                        name, content -> ReconciliationJson.read(new String(content, StandardCharsets.UTF_8)))
                .orElseThrow(() -> journal.missingReport(
                        name, "the record of batch %s says that it was compared".formatted(batch)));
        if (!found.batch().equals(batch) || found.shadowSnapshot() != snapshot) {
            throw journal.unreadableReport(
                    name,
                    "shadow_snapshot: it is about commit %d, but batch %s was compared as of commit %d"
                            .formatted(found.shadowSnapshot(), batch, snapshot),
                    null);
        }
        return found;
    }

    /** The totals of the whole range, as last computed. */
    Optional<KeptTotals> totals() {
        return read(KeptTotals.NAME, KeptTotals::parsed);
    }

    private <T> Optional<T> read(String name, Function<byte[], T> parse) {
        return journal.sealedReport(name).map(content -> {
            try {
                return parse.apply(content);
            } catch (RuntimeException e) {
                throw journal.unreadableReport(name, String.valueOf(e.getMessage()), e);
            }
        });
    }
}
