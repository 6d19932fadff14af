package dev.amend.engine.wiring;

import dev.amend.engine.approval.CurrentApproval;
import dev.amend.engine.approval.ReportDecisions;
import dev.amend.engine.approval.Untouched;
import dev.amend.engine.config.Configuration;
import dev.amend.engine.config.ConfigurationReader;
import dev.amend.engine.control.BackfillControl;
import dev.amend.engine.control.BatchRetry;
import dev.amend.engine.control.CommitOrder;
import dev.amend.engine.control.PublicationCheck;
import dev.amend.engine.doctor.FolderDoctor;
import dev.amend.engine.doctor.StateDoctor;
import dev.amend.engine.hooks.AnnouncedStore;
import dev.amend.engine.journal.DaemonScheduler;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.Lease;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.ThisMachine;
import dev.amend.engine.options.CommandCode;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.options.PersonName;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.store.LocalStateStore;
import dev.amend.engine.store.StateStore;
import dev.amend.specs.BackfillId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Creates the parts of a command, in one place. Loads no Spark class. */
public final class Wiring {
    private final GlobalOptions options;
    private final Surroundings surroundings;
    private final AtomicBoolean toldOfExposure = new AtomicBoolean();
    private Optional<Configuration> configuration = Optional.empty();

    public Wiring(GlobalOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    public Clock clock() {
        return surroundings.clock();
    }

    public Console console() {
        return new Console(surroundings.out(), surroundings.err(), options.format(), options.verbosity());
    }

    /** The configuration; read once. */
    public Configuration configuration() {
        if (configuration.isEmpty()) {
            configuration = Optional.of(
                    new ConfigurationReader(surroundings.environment()).read(options.config(), options.state()));
        }
        return configuration.get();
    }

    public Journals journals() {
        return new Journals(stateStore(), surroundings.clock());
    }

    public Journal journal(String id) {
        return journals().open(backfillId(id));
    }

    /** The journal as it is now, each object read once; for commands that write nothing. */
    public Journal snapshot(String id) {
        return journals().snapshot(backfillId(id));
    }

    private static BackfillId backfillId(String id) {
        try {
            return new BackfillId(id);
        } catch (IllegalArgumentException e) {
            throw CommandCode.invalidId(e);
        }
    }

    LeaseKeeper leases() {
        return new LeaseKeeper(
                stateStore(),
                new ThisMachine(),
                new DaemonScheduler("amend-heartbeat"),
                surroundings.clock(),
                LeaseTimes.DEFAULTS);
    }

    /** Takes the lease of a backfill for a run with a unique name. */
    public HeldLease lease(Journal journal) throws InterruptedException {
        return leases().acquire(journal.id(), UUID.randomUUID().toString());
    }

    public StatusView status(Journal journal) {
        Untouched.require(journal);
        return new StatusView(journal, runAtWork(journal), CurrentApproval.of(journal, clock()));
    }

    /** The lease of the run that is working on a backfill; empty if that run died. */
    public Optional<Lease> runAtWork(Journal journal) {
        LeaseKeeper leases = leases();
        return leases.current(journal.id()).filter(lease -> leases.seemsAlive(journal.id(), lease));
    }

    /** Pauses, resumes and cancels a backfill. */
    public BackfillControl control(Journal journal) {
        return new BackfillControl(journal, () -> runAtWork(journal), commitOrder(journal));
    }

    /** Makes batches of a backfill due again. */
    public BatchRetry retry(Journal journal) {
        return new BatchRetry(journal, () -> lease(journal));
    }

    /** Records an owner's decisions on a backfill's report. */
    public ReportDecisions decisions(Journal journal, TablesAsked tables) {
        return new ReportDecisions(journal, commitOrder(journal), asking(tables), clock());
    }

    public PublicationCheck asking(TablesAsked tables) {
        return (journal, action) -> tables.requireUnpublished(this, journal, action);
    }

    public StateDoctor stateDoctor() {
        return new StateDoctor(new LocalStateStore(configuration().state().folder()));
    }

    public FolderDoctor folderDoctor() {
        return new FolderDoctor(configuration().state().folder());
    }

    private CommitOrder commitOrder(Journal journal) {
        return new CommitOrder(journal, () -> runAtWork(journal), surroundings.sleeper());
    }

    private StateStore stateStore() {
        Path state = configuration().state().folder();
        StateStore announced = new AnnouncedStore(new LocalStateStore(state), surroundings.steps());
        return new AnnouncedStore(announced, new ExposureWarning(state, console(), toldOfExposure));
    }

    /** The name of the user of this process, in a form that the journal may keep. */
    public PersonName user() {
        try {
            return new PersonName(surroundings.user());
        } catch (IllegalArgumentException e) {
            throw CommandCode.invalidUser(e);
        }
    }
}
