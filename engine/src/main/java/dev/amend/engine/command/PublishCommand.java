package dev.amend.engine.command;

import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.release.ApprovalVerdict;
import dev.amend.engine.release.ReleaseCode;
import dev.amend.engine.release.Releases;
import dev.amend.engine.release.Verification;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "publish", description = "check approval and drift, make the shadow current by one commit, verify")
final class PublishCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(
            paramLabel = "ID",
            arity = "1..*",
            description = "the backfill_id; several are published together, all or none")
    private List<String> ids = List.of();

    private final Surroundings surroundings;

    PublishCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Wiring wiring = new Wiring(options, surroundings);
        return ids.size() == 1 ? publish(wiring, ids.get(0)) : new SeveralPublications(wiring).publish(ids);
    }

    private int publish(Wiring wiring, String id) throws InterruptedException {
        Journal journal = wiring.journal(id);
        ApprovalVerdict approval = wiring.approval(journal);
        Releases.requireApproved(journal, approval);
        FrozenBackfill backfill = SparkWiring.frozen(journal);

        SparkWiring spark = new SparkWiring(wiring);
        try (HeldLease lease = spark.lease(journal)) {
            Lakehouse lakehouse = spark.lakehouse();
            ReleaseRecord release = new Releases(
                            lakehouse,
                            backfill,
                            journal.heldBy(lease),
                            lease.epoch(),
                            surroundings.user(),
                            wiring.clock())
                    .publish(approval);
            wiring.console()
                    .say("Published as snapshot %d (%s); comparing what consumers read now with what was approved"
                            .formatted(
                                    release.snapshot(),
                                    StatusView.lower(release.how().name())));
            spark.audit(lakehouse, backfill, journal);
            Verification.Result verified = new Verification(lakehouse, backfill, wiring.clock()).verify(release);
            return new VerificationView(backfill, release, verified).show(wiring.console());
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(journal.id(), "publish " + id, e);
        }
    }
}
