package dev.amend.engine.command;

import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.CommitIntent;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.options.CommandCode;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.options.SpotCheckOptions;
import dev.amend.engine.output.Document;
import dev.amend.engine.output.SpotCheckView;
import dev.amend.engine.output.VerificationView;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.prove.SampleSize;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.publish.Releases;
import dev.amend.engine.publish.Verification;
import dev.amend.engine.wiring.BackfillWiring;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorKind;
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
        journal.openCommit()
                .filter(intent -> intent.kind() == CommitIntent.Kind.ROLLBACK)
                .ifPresent(intent -> {
                    throw ReleaseCode.rollbackBegun(journal.id(), intent, "verify");
                });
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
        BackfillWiring parts = spark.of(backfill);
        spark.audit(spark.lakehouse(), backfill, journal);
        Verification.Result verified = parts.verification().verify(release);
        VerificationView view = new VerificationView(backfill, release, verified);
        try {
            Optional<SpotCheckView> drawn = sample.map(wanted -> {
                long approved = parts.mode().approved(release.snapshot());
                return spotCheck(wiring, parts, approved, wanted);
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

    /** Compares stored rows with rows derived again: before a publication there is nothing else to compare. */
    private int built(Wiring wiring, Journal journal, SampleSize sample) {
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        BackfillWiring parts = new SparkWiring(wiring).of(backfill);
        long head = parts.mode().shadow(backfill.shadowPlan(Long.MAX_VALUE)).head();
        SpotCheckView drawn = spotCheck(wiring, parts, head, sample);
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

    private SpotCheckView spotCheck(Wiring wiring, BackfillWiring parts, long snapshotId, SampleSize sample) {
        return new SpotCheckView(parts.spotChecker().check(snapshotId, sample, spotCheck.seed(wiring.clock())));
    }
}
