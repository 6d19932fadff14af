package dev.amend.engine.command;

import dev.amend.engine.audit.ReleaseLedger;
import dev.amend.engine.config.Configuration;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.lakehouse.SparkRuntime;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.plan.PlanRecords;
import dev.amend.engine.plan.Planner;
import dev.amend.engine.release.Cancellation;
import dev.amend.specs.Specification;

/** Puts together the parts of commands that need Spark. */
final class SparkWiring {
    private static final String LOG_FILE = "amend.log";

    private final Wiring wiring;

    SparkWiring(Wiring wiring) {
        this.wiring = wiring;
    }

    /** The tables; starts Spark on first use. */
    Lakehouse lakehouse() {
        Configuration configuration = wiring.configuration();
        nameLogFile(configuration);
        return new Lakehouse(
                SparkRuntime.start(configuration.spark()), wiring.surroundings().steps());
    }

    /** What Spark and Iceberg warn of goes beside the journals, where the distribution's logging looks for its name. */
    private static void nameLogFile(Configuration configuration) {
        if (System.getProperty(LOG_FILE) == null) {
            System.setProperty(
                    LOG_FILE, configuration.state().resolve("amend.log").toString());
        }
    }

    Planner planner() {
        return new Planner(lakehouse());
    }

    PlanRecords planRecords() {
        return new PlanRecords(CodeVersion.current());
    }

    /** The backfill as its first run froze it. */
    static FrozenBackfill frozen(Journal journal) {
        Specification specification = FrozenSpecification.read(
                        journal.specification().orElseThrow(() -> CommandCode.notRun(journal.id())))
                .specification();
        return new FrozenBackfill(specification, journal.plan().orElseThrow(() -> CommandCode.notRun(journal.id())));
    }

    /** Brings the audit table of releases up to date; says so if it can't be written. */
    void audit(Lakehouse lakehouse, FrozenBackfill backfill, Journal journal) {
        new ReleaseLedger(lakehouse, wiring.configuration().governance())
                .bringUpToDate(backfill, journal)
                .ifPresent(trouble -> wiring.console().say("amend: warning: " + trouble));
    }

    /** Refuses to cancel what the tables say is published. */
    void requireUnpublished(Journal journal) {
        FrozenBackfill backfill = frozen(journal);
        Cancellation.requireUnpublished(lakehouse(), backfill, wiring.clock());
    }

    HeldLease lease(Journal journal) throws InterruptedException {
        return wiring.lease(journal);
    }
}
