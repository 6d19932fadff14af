package dev.amend.engine.command;

import dev.amend.engine.approval.OwnerDecision;
import dev.amend.engine.journal.ApprovalRecord;
import dev.amend.engine.journal.ApprovalRecord.Decision;
import dev.amend.engine.options.PersonName;
import dev.amend.engine.options.SaidReason;
import dev.amend.engine.output.Document;
import dev.amend.engine.wiring.TablesAsked;
import dev.amend.engine.wiring.Wiring;
import picocli.CommandLine.Option;

/** The options of an owner's approval or rejection of the current report, and the output that confirms it. */
final class DecisionOptions {
    @Option(names = "--by", paramLabel = "NAME", required = true, description = "who decides")
    private PersonName by = PersonName.UNKNOWN;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept on record")
    private SaidReason reason = SaidReason.UNKNOWN;

    int record(Wiring wiring, String id, Decision decision, TablesAsked tables) throws InterruptedException {
        ApprovalRecord record = wiring.decisions(wiring.journal(id), tables)
                .record(new OwnerDecision(decision, by.value(), reason.value()));
        wiring.console()
                .result(
                        new Document()
                                .with("backfill_id", id)
                                .with("decision", record.decision().name())
                                .with("by", record.by())
                                .with("reason", record.reason())
                                .with("report_digest", record.reportDigest())
                                .with("signature", record.signature())
                                .fields(),
                        "%s: %s by %s, for report %s (unsigned)%nnext: %s"
                                .formatted(id, decision, record.by(), record.reportDigest(), next(id, decision)));
        return 0;
    }

    private static String next(String id, Decision decision) {
        return switch (decision) {
            case APPROVED -> "amend publish " + id;
            case REJECTED ->
                "correct what was rejected, under a new backfill_id; 'amend cancel %s' gives this one up".formatted(id);
        };
    }
}
