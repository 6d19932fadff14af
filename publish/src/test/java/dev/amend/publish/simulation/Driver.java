package dev.amend.publish.simulation;

import dev.amend.publish.branch.Publication;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.Batch;
import dev.amend.specs.error.AmendException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;

/** Takes a backfill from its plan to its end, and goes on after kills, refusals and unknown outcomes as a user would. */
final class Driver implements Actor {
    private static final int PATIENCE = 4;
    private static final Set<PublishError> NEVER = Set.of(PublishError.PUBLICATION_WRONG, PublishError.ROLLBACK_WRONG);

    private final Simulation simulation;
    private final Way way;
    private final Map<Batch, Integer> attempts = new HashMap<>();
    private final List<Batch> due = new ArrayList<>(Scene.BATCHES);
    private Run run;
    private Stage stage = Stage.PREPARE;
    private long earlierBaseline;
    private Optional<PublicationRequest> request = Optional.empty();
    private Optional<Long> published = Optional.empty();
    private int refusals;

    Driver(Simulation simulation, Way way) {
        this.simulation = simulation;
        this.way = way;
        this.run = Run.pinned(simulation.scene().catalog().quietTable(), 1);
    }

    @Override
    public String name() {
        return "driver";
    }

    Run current() {
        return run;
    }

    Stage stage() {
        return stage;
    }

    Optional<PublicationRequest> request() {
        return request;
    }

    Optional<Long> published() {
        return published;
    }

    /** From now on a later run carries the backfill on. */
    void takeOver() {
        run = run.next();
    }

    @Override
    public void killed() {
        takeOver();
    }

    @Override
    public String act() throws CommitOutcomeUnknown {
        simulation.say("stage " + stage);
        try {
            String outcome = take(stage);
            refusals = 0;
            return outcome;
        } catch (AmendException e) {
            if (NEVER.contains(e.code())) {
                throw new OracleViolation("The driver says: " + e.getMessage(), e);
            }
            refused(e);
            return "refused: %s %s".formatted(e.code(), e.getMessage());
        }
    }

    private void refused(AmendException refusal) {
        refusals++;
        if (simulation.isQuiet() && stage == Stage.ROLL_BACK) {
            requireRollbackImpossible(refusal);
        }
        if (refusals >= PATIENCE) {
            refusals = 0;
            stage = stage == Stage.RETIRE ? Stage.DONE : Stage.RETIRE;
        }
    }

    private String take(Stage next) throws CommitOutcomeUnknown {
        return switch (next) {
            case PREPARE -> prepare();
            case BUILD -> build();
            case REBASE -> rebase();
            case PUBLISH -> publish();
            case PUBLISHED -> watch();
            case ROLL_BACK -> rollBack();
            case RETIRE -> retire();
            case DONE -> "done";
        };
    }

    private Table table() {
        return simulation.busyTable(this, simulation.decisions(), Answer.FAULTS);
    }

    private PublishListener listener() {
        return new PublishListener() {
            @Override
            public void before(PublishStep step) {
                others("before " + step);
            }

            @Override
            public void after(PublishStep step) {
                others("after " + step);
            }
        };
    }

    private void others(String moment) {
        simulation.say(moment);
        simulation.letOthersAct(this);
        if (simulation.happens(simulation.rates().kills())) {
            throw new Killed();
        }
    }

    private String prepare() throws CommitOutcomeUnknown {
        run.shadow(table(), listener()).prepare();
        stage = Stage.BUILD;
        return "prepared";
    }

    private String build() throws CommitOutcomeUnknown {
        Shadow shadow = run.shadow(table(), listener());
        Map<String, CommittedBatch> committed = shadow.committedBatches();
        due.removeIf(batch -> committed.containsKey(batch.id())
                && committed.get(batch.id()).attempt() >= attempts.getOrDefault(batch, Integer.MAX_VALUE));
        if (due.isEmpty()) {
            return reconcile(committed);
        }

        Batch batch = due.get(0);
        int attempt = attempts.merge(batch, 1, Integer::sum);
        List<String> rows = rows(batch, "new-%d-%d".formatted(run.plan().epoch(), attempt));
        run.write(simulation.scene(), shadow, shadow.head(), batch, attempt, rows);
        shadow.verifyBatch(batch, shadow.committedBatches().get(batch.id()));
        return "built " + rows;
    }

    /** Of some days nothing is left. */
    private List<String> rows(Batch batch, String prefix) {
        return batch.range().partitions().stream()
                .filter(day -> simulation.random().nextInt(8) > 0)
                .map(day -> prefix + "-" + day)
                .toList();
    }

    private String reconcile(Map<String, CommittedBatch> committed) {
        PublicationRequest reconciled = run.request(committed);
        List<String> rows = reconciled.batches().stream()
                .flatMap(batch ->
                        simulation
                                .oracle()
                                .at(batch.snapshotId())
                                .ofDays(batch.batch().range().partitions())
                                .stream())
                .sorted()
                .toList();
        List<String> old =
                simulation.oracle().at(run.plan().baselineSnapshotId()).range();
        simulation.decisions().approve(new Decisions.Approval(old, rows));
        request = Optional.of(reconciled);
        stage = Stage.PUBLISH;
        return "approved " + rows;
    }

    /** What was approved, asked for by the run that is current. */
    private PublicationRequest currentRequest() {
        PublicationRequest approved = request.orElseThrow();
        return new PublicationRequest(run.plan(), approved.batches(), approved.reportDigest(), approved.approvedBy());
    }

    private String publish() throws CommitOutcomeUnknown {
        int rollbacks = simulation.decisions().rollbacks();
        PublicationResult result = way.publish(table(), simulation.oracle(), currentRequest(), listener());
        return result.fold(publication -> published(publication, rollbacks), this::drifted);
    }

    /** A late run may roll back while the answer is on its way. */
    private String published(Published publication, int rollbacksBefore) {
        if (simulation.decisions().published().isEmpty()
                && simulation.decisions().rollbacks() == rollbacksBefore) {
            throw new OracleViolation("O6: the driver says published, readers see the old rows");
        }
        published = Optional.of(publication.snapshotId());
        stage = Stage.PUBLISHED;
        return "published " + publication;
    }

    private String drifted(PublicationResult.Drifted drifted) {
        boolean onlyReplaced =
                drifted.changes().stream().allMatch(change -> change.operation().equals("replace"));
        List<String> old =
                simulation.oracle().at(run.plan().baselineSnapshotId()).range();
        if (simulation.isQuiet()
                && onlyReplaced
                && simulation.decisions().published().isEmpty()
                && simulation.oracle().main().range().equals(old)) {
            throw new OracleViolation("The driver says drift, main was only compacted");
        }
        if (!simulation.happens(0.7)) {
            stage = Stage.RETIRE;
            return "drifted, gives up";
        }

        request = Optional.empty();
        earlierBaseline = run.plan().baselineSnapshotId();
        run = Run.pinned(simulation.scene().catalog().quietTable(), run.plan().epoch());
        stage = Stage.REBASE;
        return "drifted, pins again";
    }

    private String rebase() throws CommitOutcomeUnknown {
        run.shadow(table(), listener()).moveBaseline(earlierBaseline);
        due.addAll(Scene.BATCHES);
        due.forEach(batch -> attempts.merge(batch, 0, Integer::sum));
        request = Optional.empty();
        stage = Stage.BUILD;
        return "rebased";
    }

    private String watch() throws CommitOutcomeUnknown {
        int choice = simulation.random().nextInt(4);
        if (choice == 0) {
            stage = Stage.RETIRE;
            return "will retire";
        }
        if (choice == 1) {
            return publish();
        }
        if (choice == 2) {
            Publication publication = new Publication(table(), simulation.oracle(), Clock.systemUTC(), listener());
            return "watched: "
                    + publication.changesSince(run.plan(), published.orElseThrow()).stream()
                            .map(change -> change.operation() + change.partitions())
                            .toList();
        }
        stage = Stage.ROLL_BACK;
        return "will roll back";
    }

    private String rollBack() throws CommitOutcomeUnknown {
        LaterWrites laterWrites = simulation.happens(0.2) ? LaterWrites.DISCARD : LaterWrites.KEEP;
        if (laterWrites == LaterWrites.DISCARD) {
            simulation.decisions().letLaterWritesGo();
        }

        simulation.say("later writes " + laterWrites);
        RollbackResult result = way.rollBack(
                table(), simulation.oracle(), run.rollback(published.orElseThrow(), laterWrites), listener());
        return result.fold(this::rolledBack, drifted -> {
            stage = Stage.RETIRE;
            return "not rolled back: " + drifted;
        });
    }

    private String rolledBack(RollbackResult.RolledBack rollback) {
        if (simulation.decisions().published().isPresent()) {
            throw new OracleViolation(
                    "O6: the driver says rolled back (%s), readers see the new rows".formatted(rollback));
        }
        stage = Stage.RETIRE;
        return "rolled back " + rollback;
    }

    /** In a quiet world a refusal needs a reason: later writes, or something that others took away. */
    private void requireRollbackImpossible(AmendException refusal) {
        Set<String> refs = simulation.scene().catalog().now().refs().keySet();
        boolean isReady = refs.contains(Scene.REFS.baselineTag()) && refs.contains(Scene.REFS.previousTag());
        boolean isAsPublished = simulation
                .decisions()
                .published()
                .filter(approval ->
                        approval.after().equals(simulation.oracle().main().range()))
                .isPresent();
        if (isReady && isAsPublished) {
            throw new OracleViolation(
                    "O4: nothing is in the way of rolling back, but: " + refusal.getMessage(), refusal);
        }
    }

    private String retire() throws CommitOutcomeUnknown {
        Retirement.Retired retired = new Retirement(table(), listener()).retire(run.plan());
        stage = Stage.DONE;
        return retired.toString();
    }
}
