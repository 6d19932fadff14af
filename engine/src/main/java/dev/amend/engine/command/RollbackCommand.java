package dev.amend.engine.command;

import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.options.PersonName;
import dev.amend.engine.options.SaidReason;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.Document;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rollback", description = "make the old data current again; later writes outside the range stay")
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept on record")
    private SaidReason reason = SaidReason.UNKNOWN;

    @Option(
            names = "--discard-later-writes",
            description = "discard what others wrote into the range since it was published")
    private boolean discard;

    private final Surroundings surroundings;

    RollbackCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        SparkWiring spark = new SparkWiring(wiring);
        spark.of(backfill).mayRollBack(journal).require();
        PersonName user = wiring.user();

        try (Termination termination = Termination.watch();
                HeldLease lease = spark.lease(journal)) {
            ReleaseRecord rollback = spark.of(backfill)
                    .releases(journal.heldBy(lease), user.value(), termination)
                    .rollBack(discard ? LaterWrites.DISCARD : LaterWrites.KEEP, reason.value());
            spark.audit(spark.lakehouse(), backfill, journal);
            show(wiring.console(), rollback);
            return 0;
        } catch (CommitOutcomeUnknown e) {
            throw ReleaseCode.outcomeUnknown(journal.id(), "rollback " + id, e);
        }
    }

    private static String inWords(ReleaseRecord.How how) {
        return switch (how) {
            case SWAP -> "main was moved back";
            case COMMIT -> "by fresh copies of the old files; later commits stay";
            case VIEW -> "the view reads the target again";
        };
    }

    private void show(Console console, ReleaseRecord rollback) {
        console.result(
                new Document()
                        .with("backfill_id", id)
                        .with("snapshot", rollback.snapshot())
                        .with("at", rollback.at().toString())
                        .with("how", StatusView.lower(rollback.how().name()))
                        .with("reason", reason.value())
                        .fields(),
                "%s is ROLLED_BACK: consumers read the old data again (snapshot %d, %s)%nnext: amend retire %s --by NAME lets the shadow go"
                        .formatted(id, rollback.snapshot(), inWords(rollback.how()), id));
    }
}
