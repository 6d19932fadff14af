package dev.amend.publish.simulation;

import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.Batch;
import dev.amend.specs.error.AmendException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;

/** A run that was taken for dead: it falls asleep, another takes over, and then it wakes and goes on. */
final class LateDriver implements Actor {
    private final Simulation simulation;
    private final Driver driver;
    private final Way way;
    private final List<Wish> wishes = new ArrayList<>();

    /** What the sleeper was about to do. */
    private interface Wish {
        String fulfilled() throws CommitOutcomeUnknown;
    }

    LateDriver(Simulation simulation, Driver driver, Way way) {
        this.simulation = simulation;
        this.driver = driver;
        this.way = way;
    }

    @Override
    public String name() {
        return "late driver";
    }

    @Override
    public String act() throws CommitOutcomeUnknown {
        if (wishes.isEmpty()) {
            return fallAsleep();
        }
        return wishes.remove(simulation.random().nextInt(wishes.size())).fulfilled();
    }

    private String fallAsleep() {
        Run run = driver.current();
        Table table = simulation.busyTable(this, simulation.decisions(), Answer.FAULTS);
        beginBatch(run).ifPresent(wishes::add);
        driver.request().ifPresent(request -> wishes.add(() -> publish(table, run, request)));
        driver.published()
                .ifPresent(published -> wishes.add(() -> way.rollBack(
                                table, simulation.oracle(), run.rollback(published, LaterWrites.KEEP), listener())
                        .toString()));
        if (simulation.random().nextInt(4) == 0) {
            wishes.add(
                    () -> new Retirement(table, listener()).retire(run.plan()).toString());
        }

        driver.takeOver();
        return "epoch %d sleeps with %d wish(es)".formatted(run.plan().epoch(), wishes.size());
    }

    private Optional<Wish> beginBatch(Run run) {
        Shadow shadow = run.shadow(simulation.busyTable(this, simulation.decisions(), Answer.FAULTS), listener());
        try {
            long head = shadow.head();
            Map<String, CommittedBatch> committed = shadow.committedBatches();
            Batch batch = simulation.oneOf(Scene.BATCHES);
            int attempt = committed.containsKey(batch.id())
                    ? committed.get(batch.id()).attempt() + 1
                    : 1;
            List<String> rows = batch.range().partitions().stream()
                    .map(day -> "late-%d-%d-%s".formatted(run.plan().epoch(), attempt, day))
                    .toList();
            return Optional.of(() -> {
                run.write(simulation.scene(), shadow, head, batch, attempt, rows);
                return "wrote a batch";
            });
        } catch (AmendException e) {
            // There is no shadow to write to
            return Optional.empty();
        }
    }

    private String publish(Table table, Run run, PublicationRequest request) throws CommitOutcomeUnknown {
        PublicationRequest own =
                new PublicationRequest(run.plan(), request.batches(), request.reportDigest(), request.approvedBy());
        return way.publish(table, simulation.oracle(), own, listener()).toString();
    }

    private PublishListener listener() {
        return new PublishListener() {
            @Override
            public void before(PublishStep step) {
                simulation.say("before " + step);
                simulation.letOthersAct(LateDriver.this);
            }
        };
    }
}
