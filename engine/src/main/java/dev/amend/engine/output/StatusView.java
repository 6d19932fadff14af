package dev.amend.engine.output;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.journal.BatchState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Control;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Lease;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.journal.StatusRecord;
import dev.amend.engine.observe.Eta;
import dev.amend.engine.reports.ReportSummary;
import dev.amend.specs.BackfillId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of a backfill for {@code status} and {@code list}, from the journal alone. */
public final class StatusView {
    private static final int MOST_FINDINGS = 3;

    private final Journal journal;
    private final Optional<Lease> lease;
    private final ApprovalVerdict approval;
    private final StatusRecord status;
    private final List<BatchRecord> batches;
    private final Optional<PlanRecord> plan;
    private final Optional<CommitIntent> openCommit;
    private final Optional<Control> wanted;
    private final Optional<ReportSummary> summary;

    public StatusView(Journal journal, Optional<Lease> lease, ApprovalVerdict approval) {
        this.journal = journal;
        this.lease = lease;
        this.approval = approval;
        this.status = journal.status();
        this.batches = journal.batches();
        this.plan = journal.plan();
        this.openCommit = journal.openCommit();
        this.summary = ReportSummary.of(journal);
        this.wanted = Optional.of(journal.control())
                .filter(control -> control.wanted() != Control.Wanted.RUN && !isOver(status.state()));
    }

    /** Returns whether a person's request no longer holds anything back. */
    private static boolean isOver(BackfillState state) {
        return switch (state) {
            case READY, RUNNING, WAITING, PAUSED, HALTED, BUILT, APPROVED, PUBLISHED -> false;
            case ROLLED_BACK, CANCELLED, RETIRED -> true;
        };
    }

    public Map<String, @Nullable Object> document() {
        return new Document()
                .with("backfill_id", journal.id().value())
                .with("status", status.state().name())
                .with("reason", Optional.of(status.reason()).filter(reason -> !reason.isEmpty()))
                .with("since", since())
                .with("by", Optional.of(status.by()).filter(by -> !by.isEmpty()))
                .with("wanted", wanted.map(StatusView::wantedDocument))
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
                .with("verdict", summary.map(ReportSummary::verdict))
                .with("findings", summary.map(ReportSummary::findings).orElse(List.of()))
                .with("approval", approvalDocument())
                .with("release", currentRelease().map(StatusView::releaseDocument))
                .with("open_commit", openCommit.map(StatusView::commitDocument))
                .fields();
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("%s  %s%s%n"
                .formatted(
                        journal.id(),
                        status.state(),
                        plan.map(found -> "  " + found.target()).orElse("")));
        text.append("  %s%n".formatted(status.state().sentence()));
        if (!status.reason().isEmpty()) {
            text.append("  why:      %s (since %s, by %s)%n"
                    .formatted(PrintableText.line(status.reason()), status.since(), PrintableText.line(status.by())));
        }

        wanted.ifPresent(control -> text.append("  wanted:   %s by %s: %s (since %s)%n"
                .formatted(
                        control.wanted(),
                        PrintableText.line(control.by()),
                        PrintableText.line(control.reason()),
                        control.at())));
        appendBatches(text);
        appendRelease(text);
        return text.append("  next:     ").append(next()).toString();
    }

    private void appendBatches(StringBuilder text) {
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
                        .map(error ->
                                "  failed:   %s: %s%n".formatted(batch.id(), PrintableText.line(error.message()))))
                .forEach(text::append);
        lease.ifPresent(found -> text.append("  run:      %s on %s, process %d, since %s%n"
                .formatted(
                        PrintableText.line(found.holder().owner()),
                        PrintableText.line(found.holder().host()),
                        found.holder().pid(),
                        found.takenAt())));
    }

    private void appendRelease(StringBuilder text) {
        approval.currentDigest().ifPresent(digest -> text.append("  report:   %s%n".formatted(digest)));
        summary.ifPresent(found -> text.append(verdict(found)));
        approval.currentDigest()
                .ifPresent(
                        digest -> text.append("  approval: %s%n".formatted(PrintableText.line(approval.sentence()))));
        currentRelease()
                .ifPresent(release -> text.append("  release:  snapshot %d at %s by %s (%s)%n"
                        .formatted(
                                release.snapshot(),
                                release.at(),
                                PrintableText.line(release.by()),
                                lower(release.how().name()))));
        openCommit.ifPresent(intent -> text.append("  commit:   %s began a %s at %s; its outcome is not recorded yet%n"
                .formatted(PrintableText.line(intent.by()), lower(intent.kind().name()), intent.at())));
    }

    private static String verdict(ReportSummary summary) {
        String findings = summary.findings().stream()
                .limit(MOST_FINDINGS)
                .map(PrintableText::line)
                .map("  found:    %s%n"::formatted)
                .collect(Collectors.joining());
        int more = summary.findings().size() - MOST_FINDINGS;
        String rest = more > 0 ? "  found:    and more, which are in the report%n".formatted() : "";
        return "  verdict:  %s%n%s%s".formatted(summary.words(), findings, rest);
    }

    /** The one thing that a person should do now. */
    private String next() {
        return openCommit.map(this::awaiting).orElseGet(this::nextByState);
    }

    /** The next step for a commit: if its run is gone, only the table knows the outcome. */
    private String awaiting(CommitIntent intent) {
        if (lease.isPresent()) {
            return "nothing; its run is committing, 'amend status %s' shows the outcome".formatted(journal.id());
        }
        return switch (intent.kind()) {
            case PUBLISH -> "amend publish %s finds out whether it was published".formatted(journal.id());
            case ROLLBACK ->
                "amend rollback %s --reason TEXT finds out whether it was rolled back, and finishes it"
                        .formatted(journal.id());
        };
    }

    private String nextByState() {
        return wanted.map(this::nextWhenHeldBack).orElseGet(this::nextOfState);
    }

    /** The next step while a person's request takes precedence over the state. */
    private String nextWhenHeldBack(Control control) {
        BackfillId id = journal.id();
        if (lease.isPresent()) {
            return "nothing; the run stops at its next safe point";
        }
        if (control.wanted() == Control.Wanted.CANCEL) {
            return "the run is gone; 'amend cancel %s --reason TEXT' again carries it out".formatted(id);
        }
        String resume = "amend resume %s --reason TEXT".formatted(id);
        return switch (status.state()) {
            case READY, RUNNING, WAITING, PAUSED -> resume + ", then amend run SPEC";
            case PUBLISHED -> "amend verify %s; %s lets a rollback go on".formatted(id, resume);
            case HALTED, BUILT, APPROVED, ROLLED_BACK, CANCELLED, RETIRED -> resume;
        };
    }

    private String nextOfState() {
        BackfillId id = journal.id();
        return switch (status.state()) {
            case READY, PAUSED -> "amend run SPEC";
            case RUNNING, WAITING ->
                lease.isPresent()
                        ? "nothing; 'amend pause %s --reason TEXT' stops it at the next safe point".formatted(id)
                        : "the run is gone; 'amend run SPEC' goes on where it stopped";
            case HALTED -> nextWhenHalted(id);
            case BUILT, APPROVED ->
                approval.isValid()
                        ? "amend publish " + id
                        : "amend report %s, then amend approve %s --by NAME --reason TEXT".formatted(id, id);
            case PUBLISHED -> "amend verify %s; amend rollback %s --reason TEXT undoes it".formatted(id, id);
            case ROLLED_BACK, CANCELLED -> "amend retire %s --by NAME lets the shadow go".formatted(id);
            case RETIRED -> "nothing";
        };
    }

    private String nextWhenHalted(BackfillId id) {
        if (count(BatchState.FAILED) > 0) {
            return "look at the report ('amend report %s'), then 'amend retry %s' and 'amend run SPEC'"
                    .formatted(id, id);
        }
        return count(BatchState.RECONCILED) < batches.size()
                ? "do what the reason above asks for; 'amend run SPEC' goes on then"
                : "look at the report ('amend report %s'); 'amend run SPEC' checks the totals again".formatted(id);
    }

    public Map<String, @Nullable Object> line() {
        return new Document()
                .with("backfill_id", journal.id().value())
                .with("status", status.state().name())
                .with("target", plan.map(PlanRecord::target))
                .with("progress", progress())
                .with("since", since())
                .fields();
    }

    public String lineText() {
        return "%-40s %-12s %3.0f %%  %s"
                .formatted(
                        journal.id(),
                        status.state(),
                        100 * progress(),
                        plan.map(PlanRecord::target).orElse(""));
    }

    private Optional<String> since() {
        return status.neverMoved()
                ? Optional.empty()
                : Optional.of(status.since().toString());
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
        return status.waits().stream()
                .map(wait -> new Document()
                        .with("gate", wait.gate())
                        .with("reason", wait.reason())
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

    private static Document wantedDocument(Control control) {
        return new Document()
                .with("action", control.wanted().name())
                .with("by", control.by())
                .with("reason", control.reason())
                .with("at", control.at().toString());
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

    private static Map<String, @Nullable Object> commitDocument(CommitIntent intent) {
        return new Document()
                .with("kind", lower(intent.kind().name()))
                .with("by", intent.by())
                .with("since", intent.at().toString())
                .fields();
    }

    public static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String moment(Instant instant) {
        return instant.toString();
    }
}
