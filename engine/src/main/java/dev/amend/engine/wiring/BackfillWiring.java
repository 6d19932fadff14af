package dev.amend.engine.wiring;

import dev.amend.engine.explain.Explainer;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.observe.ProgressLines;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.prove.SpotChecker;
import dev.amend.engine.publish.MayRetire;
import dev.amend.engine.publish.MayRollBack;
import dev.amend.engine.publish.Rebase;
import dev.amend.engine.publish.Releases;
import dev.amend.engine.publish.Verification;
import dev.amend.engine.publishingmode.PublishingMode;
import dev.amend.engine.query.BackfillQuery;
import dev.amend.engine.run.BackfillRun;

/** Creates the parts that work on a frozen backfill. Those that read tables start Spark. */
public final class BackfillWiring {
    private final Wiring wiring;
    private final SparkWiring spark;
    private final FrozenBackfill backfill;

    BackfillWiring(Wiring wiring, SparkWiring spark, FrozenBackfill backfill) {
        this.wiring = wiring;
        this.spark = spark;
        this.backfill = backfill;
    }

    /** The backfill with the names of columns as the tables spell them now. */
    public FrozenBackfill spelled() {
        return new FrozenBackfill(spark.spelled(backfill.specification()), backfill.plan());
    }

    /** The same for parts that read no source. */
    private FrozenBackfill spelledAsTarget() {
        return new FrozenBackfill(spark.spelledAsTarget(backfill.specification()), backfill.plan());
    }

    public MayRetire mayRetire(Journal journal) {
        return new MayRetire(journal, backfill, wiring.clock());
    }

    public MayRollBack mayRollBack(Journal journal) {
        return new MayRollBack(journal);
    }

    /** Builds and reconciles batches under a lease; reports progress on the console. */
    public BackfillRun run(Journal journal, HeldLease lease) {
        return new BackfillRun(
                spark.lakehouse(),
                spelled(),
                journal.heldBy(lease),
                lease.epoch(),
                wiring.user().value(),
                new ProgressLines(wiring.console()::say, journal, wiring.clock()),
                wiring.clock(),
                wiring.surroundings().sleeper());
    }

    /**
     * Publishes, rolls back and retires under a lease.
     *
     * @param by the person who does it
     */
    public Releases releases(RunJournal journal, String by, Termination termination) {
        return new Releases(spark.lakehouse(), spelledAsTarget(), journal, by, wiring.clock(), termination);
    }

    public Verification verification() {
        return new Verification(spark.lakehouse(), spelledAsTarget(), wiring.clock());
    }

    public SpotChecker spotChecker() {
        return new SpotChecker(spark.lakehouse(), spelled());
    }

    public Explainer explainer(Journal journal) {
        return new Explainer(spark.lakehouse(), spelled(), journal);
    }

    public BackfillQuery query(Journal journal) {
        return new BackfillQuery(spark.lakehouse(), spelledAsTarget(), mode(), journal);
    }

    public Rebase rebase(Journal journal, HeldLease lease) {
        return new Rebase(
                spark.lakehouse(),
                spelled(),
                journal.heldBy(lease),
                lease.epoch(),
                spark.planRecords(),
                wiring.clock());
    }

    public PublishingMode mode() {
        return PublishingMode.of(spark.lakehouse(), spelledAsTarget(), wiring.clock());
    }
}
