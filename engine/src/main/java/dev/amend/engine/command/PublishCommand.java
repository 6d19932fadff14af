package dev.amend.engine.command;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.options.PersonName;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.output.VerificationView;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.publish.Verification;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.publish.guard.CommitOutcomeUnknown;
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
        SparkWiring spark = new SparkWiring(wiring);
        ApprovalVerdict approval = spark.mayPublish(journal).require();
        FrozenBackfill backfill = SparkWiring.frozen(journal);

        PersonName user = wiring.user();
        try (Termination termination = Termination.watch();
                HeldLease lease = spark.lease(journal)) {
            ReleaseRecord release = spark.of(backfill)
                    .releases(journal.heldBy(lease), user.value(), termination)
                    .publish(approval);
            tell(wiring.console(), release);
            spark.audit(spark.lakehouse(), backfill, journal);

            requireNotAsked(termination, id);
            // The comparison changes nothing, so it may be interrupted at once
            termination.endWatch();
            Verification.Result verified = spark.of(backfill).verification().verify(release);
            return new VerificationView(backfill, release, verified).show(wiring.console());
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(journal.id(), "publish " + id, e);
        }
    }

    private static void tell(Console console, ReleaseRecord release) {
        console.say("Published as snapshot %d (%s); comparing what consumers read now with what was approved"
                .formatted(release.snapshot(), StatusView.lower(release.how().name())));
    }

    private static void requireNotAsked(Termination termination, String id) {
        termination.asked().ifPresent(asked -> {
            throw ReleaseCode.notVerified(List.of(id), asked);
        });
    }
}
