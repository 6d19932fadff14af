package dev.amend.engine.command;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.release.Releases;
import dev.amend.engine.release.Verification;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "verify", description = "compare what consumers read now with what was approved")
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "the backfill_id")
    private String id = "";

    private final Surroundings surroundings;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        ReleaseRecord release = Releases.current(journal)
                .orElseThrow(() -> CommandCode.nothingPublished(
                        journal.id(), journal.status().state()));
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        SparkWiring spark = new SparkWiring(wiring);
        Lakehouse lakehouse = spark.lakehouse();
        spark.audit(lakehouse, backfill, journal);
        Verification.Result verified = new Verification(lakehouse, backfill, wiring.clock()).verify(release);
        return new VerificationView(backfill, release, verified).show(wiring.console());
    }
}
