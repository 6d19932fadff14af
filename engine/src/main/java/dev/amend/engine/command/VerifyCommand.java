package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.mode.Mode;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.prove.SampleSize;
import dev.amend.engine.prove.SpotChecker;
import dev.amend.engine.release.Releases;
import dev.amend.engine.release.Verification;
import dev.amend.specs.AmendException;
import dev.amend.specs.ErrorKind;
import java.util.Optional;
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

    @Mixin
    private SpotCheckOptions spotCheck = new SpotCheckOptions();

    private final Surroundings surroundings;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Optional<SampleSize> sample = spotCheck.wanted();
        Wiring wiring = new Wiring(options, surroundings);
        Journal journal = wiring.journal(id);
        Optional<ReleaseRecord> release = Releases.current(journal);
        if (release.isPresent()) {
            return published(wiring, journal, release.get(), sample);
        }

        BackfillState state = journal.status().state();
        if (state != BackfillState.BUILT && state != BackfillState.APPROVED) {
            throw CommandCode.nothingPublished(journal.id(), state);
        }
        return built(wiring, journal, sample.orElseThrow(() -> CommandCode.onlySpotCheck(journal.id(), state)));
    }

    private int published(Wiring wiring, Journal journal, ReleaseRecord release, Optional<SampleSize> sample) {
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        SparkWiring spark = new SparkWiring(wiring);
        Lakehouse lakehouse = spark.lakehouse();
        spark.audit(lakehouse, backfill, journal);
        Verification.Result verified = new Verification(lakehouse, backfill, wiring.clock()).verify(release);
        VerificationView view = new VerificationView(backfill, release, verified);
        try {
            Optional<SpotCheckView> drawn = sample.map(wanted -> {
                long approved = mode(wiring, lakehouse, backfill).approved(release.snapshot());
                return spotCheck(wiring, lakehouse, backfill, approved, wanted);
            });
            return new VerificationView(backfill, release, verified, drawn).show(wiring.console());
        } catch (AmendException e) {
            if (view.exitCode() == 0) {
                throw e;
            }
            wiring.console().say("amend: warning: " + e.getMessage());
            return view.show(wiring.console());
        }
    }

    /** Before a publication there is nothing to compare but what was derived with what is derived again. */
    private int built(Wiring wiring, Journal journal, SampleSize sample) {
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        Lakehouse lakehouse = new SparkWiring(wiring).lakehouse();
        long head = mode(wiring, lakehouse, backfill)
                .shadow(backfill.shadowPlan(Long.MAX_VALUE))
                .head();
        SpotCheckView drawn = spotCheck(wiring, lakehouse, backfill, head, sample);
        wiring.console()
                .result(
                        new Document()
                                .with("backfill_id", backfill.id().value())
                                .with("snapshot", head)
                                .with("passed", drawn.passed())
                                .with("spot_check", drawn.document())
                                .fields(),
                        "%s is %s, nothing of it is published%n%s"
                                .formatted(backfill.id(), journal.status().state(), drawn.text()));
        return drawn.passed() ? 0 : ErrorKind.CHECK_FAILED.exitCode();
    }

    private SpotCheckView spotCheck(
            Wiring wiring, Lakehouse lakehouse, FrozenBackfill backfill, long snapshotId, SampleSize sample) {
        return new SpotCheckView(
                new SpotChecker(lakehouse, backfill).check(snapshotId, sample, spotCheck.seed(wiring.clock())));
    }

    private static Mode mode(Wiring wiring, Lakehouse lakehouse, FrozenBackfill backfill) {
        return Mode.of(lakehouse, backfill, wiring.clock());
    }
}
