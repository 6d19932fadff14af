package dev.amend.engine.wiring;

import dev.amend.engine.audit.ReleaseLedger;
import dev.amend.engine.config.Configuration;
import dev.amend.engine.doctor.TableDoctor;
import dev.amend.engine.filemode.PrivateFiles;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.lakehouse.ColumnSpelling;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SparkRuntime;
import dev.amend.engine.options.CommandCode;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlanRecords;
import dev.amend.engine.plan.Planner;
import dev.amend.engine.prove.Prover;
import dev.amend.engine.publish.MayPublish;
import dev.amend.engine.publish.Unpublished;
import dev.amend.engine.run.BackfillFreezer;
import dev.amend.engine.run.DryRun;
import dev.amend.engine.run.DryRunReport;
import dev.amend.specs.Specification;
import dev.amend.specs.text.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Creates the parts of commands that need Spark. */
public final class SparkWiring {
    private static final String LOG_FILE = "amend.log";
    private static final String DISTRIBUTION = "amend.home";

    private final Wiring wiring;
    private final Map<String, Specification> spelled = new HashMap<>();
    private final Map<String, Specification> spelledAsTarget = new HashMap<>();
    private Optional<Lakehouse> lakehouse = Optional.empty();

    public SparkWiring(Wiring wiring) {
        this.wiring = wiring;
    }

    /** The tables; starts Spark on first use. */
    public Lakehouse lakehouse() {
        if (lakehouse.isEmpty()) {
            Configuration configuration = wiring.configuration();
            nameLogFile(configuration.state().folder().resolve(LOG_FILE));
            lakehouse = Optional.of(new Lakehouse(
                    SparkRuntime.start(configuration.spark()),
                    wiring.surroundings().steps()));
        }
        return lakehouse.get();
    }

    /** Sets the file for warnings of Spark and Iceberg, next to the journals; the distribution's logging reads it. */
    private void nameLogFile(Path file) {
        if (System.getProperty(LOG_FILE) != null) {
            return;
        }
        System.setProperty(LOG_FILE, file.toString());
        if (System.getProperty(DISTRIBUTION) != null) {
            createLogFile(file);
        }
    }

    /** Creates the log file with our permissions; logging would leave them to the umask. */
    private void createLogFile(Path file) {
        try {
            PrivateFiles.createIfMissing(file);
        } catch (IOException e) {
            wiring.console()
                    .say("amend: warning: Cannot create the log %s: %s. Warnings of Spark and Iceberg are lost"
                            .formatted(file, Reason.of(e)));
        }
    }

    /** The specification with the names of columns as the tables spell them, looked up once. */
    public Specification spelled(Specification specification) {
        return spelled.computeIfAbsent(
                specification.digest(), unknown -> new ColumnSpelling(lakehouse()).of(specification));
    }

    /** The same for parts that read no source. */
    Specification spelledAsTarget(Specification specification) {
        return spelledAsTarget.computeIfAbsent(
                specification.digest(), unknown -> new ColumnSpelling(lakehouse()).ofTarget(specification));
    }

    public TableDoctor tableDoctor() {
        return new TableDoctor(lakehouse());
    }

    public Planner planner() {
        return new Planner(lakehouse());
    }

    PlanRecords planRecords() {
        return new PlanRecords(CodeVersion.current());
    }

    public BackfillFreezer freezer() {
        return new BackfillFreezer(planner(), this::spelled, planRecords(), wiring.clock());
    }

    public Prover prover() {
        return new Prover(lakehouse(), wiring.clock());
    }

    public DryRun dryRun(Specification specification, Plan plan) {
        return new DryRun(lakehouse(), specification, plan);
    }

    public DryRunReport dryRunReport(Specification specification, Plan plan) {
        return new DryRunReport(
                specification, plan, CodeVersion.current(), wiring.user().value(), wiring.clock());
    }

    public MayPublish mayPublish(Journal journal) {
        return new MayPublish(journal, wiring.clock());
    }

    /** The parts that work on a frozen backfill. */
    public BackfillWiring of(FrozenBackfill backfill) {
        return new BackfillWiring(wiring, this, backfill);
    }

    /** The backfill as its first run froze it. */
    public static FrozenBackfill frozen(Journal journal) {
        Specification specification = FrozenSpecification.of(journal)
                .orElseThrow(() -> CommandCode.notRun(journal.id()))
                .specification();
        return new FrozenBackfill(specification, journal.plan().orElseThrow(() -> CommandCode.notRun(journal.id())));
    }

    /** Brings the audit table of releases up to date; warns if it can't be written. */
    public void audit(Lakehouse lakehouse, FrozenBackfill backfill, Journal journal) {
        new ReleaseLedger(lakehouse, wiring.configuration().governance())
                .bringUpToDate(backfill, journal)
                .ifPresent(trouble -> wiring.console().say("amend: warning: " + trouble));
    }

    /**
     * Refuses a backfill that is published according to the tables, and records that an interrupted publication did not
     * happen. It holds the lease meanwhile, so that nobody publishes.
     */
    public void requireUnpublished(Journal journal, String action) throws InterruptedException {
        FrozenBackfill backfill = frozen(journal);
        try (HeldLease lease = lease(journal)) {
            Unpublished.require(lakehouse(), backfill, journal.heldBy(lease), wiring.clock(), action);
        }
    }

    public HeldLease lease(Journal journal) throws InterruptedException {
        return wiring.lease(journal);
    }
}
