package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Lease;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.StatusRecord;
import dev.amend.engine.observe.Eta;
import dev.amend.engine.release.ApprovalVerdict;
import dev.amend.specs.BackfillId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a backfill stands, for {@code status} and {@code list}: from the journal alone. */
final class StatusView {
    private final Journal journal;
    private final Optional<Lease> lease;
    private final ApprovalVerdict approval;
    private final StatusRecord status;
    private final List<BatchRecord> batches;
    private final Optional<PlanRecord> plan;

    StatusView(Journal journal, Optional<Lease> lease, ApprovalVerdict approval) {
        this.journal = journal;
        this.lease = lease;
        this.approval = approval;
        this.status = journal.status();
        this.batches = journal.batches();
        this.plan = journal.plan();
    }

    Map<String, @Nullable Object> document() {
        return new Document()
                .with("backfill_id", journal.id().value())
                .with("status", status.state().name())
                .with("reason", status.reason())
                .with("since", status.since().toString())
                .with("by", status.by())
                .with("target", plan.map(PlanRecord::target))
                .with("batches", batchCounts())
                .with("progress", progress())
                .with("eta", eta())
                .with("waiting_for", waitingFor())
                .with("failures", failures())
                .with("baseline", plan.map(found -> found.baseline().snapshotId()))
                .with("shadow", plan.map(found -> journal.id().refName()))
                .with("run", lease.map(StatusView::holder))
                .with("report_digest", approval.currentDigest())
                .with("approval", approvalDocument())
                .with("release", currentRelease().map(StatusView::releaseDocument))
                .fields();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("%s  %s%s%n"
                .formatted(
                        journal.id(),
                        status.state(),
                        plan.map(found -> "  " + found.target()).orElse("")));
        text.append("  %s%n".formatted(status.state().sentence()));
        if (!status.reason().isEmpty()) {
            text.append("  why:      %s (since %s, by %s)%n"
                    .formatted(status.reason().replace("\n", "; "), status.since(), status.by()));
        }

        text.append("  batches:  %d of %d done, %d due, %d in flight, %d failed; %.0f %%%s%n"
                .formatted(
                        count(BatchState.RECONCILED),
                        batches.size(),
                        due(),
                        inFlight(),
                        count(BatchState.FAILED),
                        100 * progress(),
                        isWorking() ? ", to go: " + eta() : ""));
        batches.stream()
                .flatMap(batch -> batch.lastError().stream()
                        .map(error -> "  failed:   %s: %s%n".formatted(batch.id(), error.message())))
                .forEach(text::append);
        lease.ifPresent(found -> text.append("  run:      %s on %s, process %d, since %s%n"
                .formatted(
                        found.holder().owner(),
                        found.holder().host(),
                        found.holder().pid(),
                        found.takenAt())));
        approval.currentDigest()
                .ifPresent(digest ->
                        text.append("  report:   %s%n  approval: %s%n".formatted(digest, approval.sentence())));
        currentRelease()
                .ifPresent(release -> text.append("  release:  snapshot %d at %s by %s (%s)%n"
                        .formatted(
                                release.snapshot(),
                                release.at(),
                                release.by(),
                                lower(release.how().name()))));
        return text.append("  next:     ").append(next()).toString();
    }

    /** The one thing that a person would do now. */
    private String next() {
        BackfillId id = journal.id();
        return switch (status.state()) {
            case READY -> "amend run SPEC";
            case RUNNING, WAITING ->
                lease.isPresent()
                        ? "nothing; 'amend pause %s --reason TEXT' stops it at the next safe point".formatted(id)
                        : "the run is gone; 'amend run SPEC' goes on where it stopped";
            case PAUSED ->
                journal.control().wanted() == Control.Wanted.RUN
                        ? "amend run SPEC"
                        : "amend resume %s --reason TEXT, then amend run SPEC".formatted(id);
            case HALTED ->
                "look at the report ('amend report %s'), then 'amend retry %s' and 'amend run SPEC'".formatted(id, id);
            case BUILT -> "amend report %s, then amend approve %s --by NAME --reason TEXT".formatted(id, id);
            case APPROVED -> "amend publish " + id;
            case PUBLISHED -> "amend verify %s; amend rollback %s --reason TEXT undoes it".formatted(id, id);
            case ROLLED_BACK, CANCELLED -> "amend retire %s --by NAME lets the shadow go".formatted(id);
            case RETIRED -> "nothing";
        };
    }

    Map<String, @Nullable Object> line() {
        return new Document()
                .with("backfill_id", journal.id().value())
                .with("status", status.state().name())
                .with("target", plan.map(PlanRecord::target))
                .with("progress", progress())
                .with("since", status.since().toString())
                .fields();
    }

    String lineText() {
        return "%-40s %-12s %3.0f %%  %s"
                .formatted(
                        journal.id(),
                        status.state(),
                        100 * progress(),
                        plan.map(PlanRecord::target).orElse(""));
    }

    private Document batchCounts() {
        return new Document()
                .with("total", batches.size())
                .with("done", count(BatchState.RECONCILED))
                .with("due", due())
                .with("in_flight", inFlight())
                .with("failed", count(BatchState.FAILED));
    }

    private long count(BatchState state) {
        return batches.stream().filter(batch -> batch.state() == state).count();
    }

    private long inFlight() {
        return lease.isPresent() ? count(BatchState.BUILDING) + count(BatchState.BUILT) : 0;
    }

    private long due() {
        return batches.size() - count(BatchState.RECONCILED) - count(BatchState.FAILED) - inFlight();
    }

    private boolean isWorking() {
        return status.state() == BackfillState.RUNNING || status.state() == BackfillState.WAITING;
    }

    private double progress() {
        return plan.map(found -> Eta.progress(found, batches)).orElse(0.0);
    }

    private String eta() {
        return plan.map(found -> Eta.of(found, batches)).orElse(Eta.MEASURING);
    }

    private List<Map<String, @Nullable Object>> waitingFor() {
        if (status.state() != BackfillState.WAITING) {
            return List.of();
        }
        return status.reason()
                .lines()
                .map(line -> line.split(": ", 2))
                .map(parts -> new Document()
                        .with("gate", parts[0])
                        .with("reason", parts[parts.length - 1])
                        .with("since", status.since().toString())
                        .fields())
                .toList();
    }

    private List<Map<String, @Nullable Object>> failures() {
        return batches.stream()
                .flatMap(batch -> batch.lastError().stream()
                        .map(error -> new Document()
                                .with("batch", batch.id())
                                .with("code", error.code())
                                .with("message", error.message())
                                .fields()))
                .toList();
    }

    private static Map<String, @Nullable Object> holder(Lease lease) {
        return new Document()
                .with("owner", lease.holder().owner())
                .with("host", lease.holder().host())
                .with("pid", lease.holder().pid())
                .with("since", lease.takenAt().toString())
                .with("epoch", lease.epoch())
                .fields();
    }

    private Document approvalDocument() {
        return new Document()
                .with("valid", approval.isValid())
                .with("by", approval.by())
                .with("digest", approval.digest())
                .with("reason_void", approval.reasonVoid());
    }

    private Optional<ReleaseRecord> currentRelease() {
        List<ReleaseRecord> releases = journal.releases();
        return releases.isEmpty()
                ? Optional.empty()
                : Optional.of(releases.get(releases.size() - 1))
                        .filter(last -> last.kind() == ReleaseRecord.Kind.PUBLISH);
    }

    private static Map<String, @Nullable Object> releaseDocument(ReleaseRecord release) {
        return new Document()
                .with("snapshot", release.snapshot())
                .with("published_at", release.at().toString())
                .with("how", lower(release.how().name()))
                .fields();
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String moment(Instant instant) {
        return instant.toString();
    }
}
