package dev.amend.engine.command;

import dev.amend.engine.config.Configuration;
import dev.amend.engine.config.ConfigurationReader;
import dev.amend.engine.journal.DaemonScheduler;
import dev.amend.engine.journal.EventRecord;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.Journals;
import dev.amend.engine.journal.Lease;
import dev.amend.engine.journal.LeaseKeeper;
import dev.amend.engine.journal.LeaseTimes;
import dev.amend.engine.journal.LocalStateStore;
import dev.amend.engine.journal.StateStore;
import dev.amend.engine.journal.ThisMachine;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.release.ApprovalVerdict;
import dev.amend.engine.run.ReportSummary;
import dev.amend.engine.step.AnnouncedStore;
import dev.amend.specs.ApprovalRule;
import dev.amend.specs.BackfillId;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The one place where the parts of a command are put together. Loads no Spark class. */
final class Wiring {
    private final GlobalOptions options;
    private final Surroundings surroundings;

    Wiring(GlobalOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Clock clock() {
        return surroundings.clock();
    }

    Console console() {
        return new Console(surroundings.out(), surroundings.err(), options.format(), options.verbosity());
    }

    Configuration configuration() {
        return new ConfigurationReader(surroundings.environment()).read(options.config(), options.state());
    }

    Journals journals() {
        return new Journals(stateStore(), surroundings.clock());
    }

    Journal journal(String id) {
        return journals().open(backfillId(id));
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

    /** The lease of a backfill, for a run that has a name which no other one has. */
    HeldLease lease(Journal journal) throws InterruptedException {
        return leases().acquire(journal.id(), UUID.randomUUID().toString());
    }

    StatusView status(Journal journal) {
        return new StatusView(journal, runAtWork(journal), approval(journal));
    }

    /** The lease of the run that works on a backfill: not of one that died with it. */
    Optional<Lease> runAtWork(Journal journal) {
        LeaseKeeper leases = leases();
        return leases.current(journal.id()).filter(lease -> leases.seemsAlive(journal.id(), lease));
    }

    /** Whether the backfill's report as it is now was approved. */
    ApprovalVerdict approval(Journal journal) {
        ApprovalRule rule = journal.specification()
                .map(frozen -> FrozenSpecification.read(frozen).specification().approval())
                .orElse(ApprovalRule.ANYONE);
        return ApprovalVerdict.of(
                ReportSummary.of(journal).map(ReportSummary::digest),
                journal.approvals(),
                rule,
                runners(journal, rule),
                surroundings.clock().instant());
    }

    /** Who ran the backfill, where that matters. */
    static Set<String> runners(Journal journal, ApprovalRule rule) {
        return rule.runnerMay() == ApprovalRule.RunnerMay.APPROVE
                ? Set.of()
                : journal.events().stream()
                        .filter(event -> event.kind() == EventRecord.Kind.BATCH)
                        .map(event -> event.actor())
                        .collect(Collectors.toSet());
    }

    private StateStore stateStore() {
        return new AnnouncedStore(new LocalStateStore(configuration().state()), surroundings.steps());
    }

    /** A person's name from a flag, or the user's. */
    String by(Optional<String> flag) {
        return flag.orElse(surroundings.user());
    }
}
