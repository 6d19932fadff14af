package dev.amend.engine.run;

import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.journal.ProofRecord;
import dev.amend.engine.journal.RunJournal;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.plan.FrozenSpecification;
import dev.amend.engine.plan.PlanRecords;
import dev.amend.engine.plan.Planner;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Specification;
import dev.amend.specs.SpecificationDiff;
import dev.amend.specs.yaml.ReadSpecification;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Freezes specification, baseline and pins on first use, and holds every later run to them. */
public final class Opening {
    private final Planner planner;
    private final PlanRecords records;
    private final Clock clock;

    public Opening(Planner planner, PlanRecords records, Clock clock) {
        this.planner = planner;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Refuses a run whose specification was not proved, or is not the frozen one. Reads the journal alone.
     *
     * @throws dev.amend.specs.AmendException naming what is missing, or every key that changed
     */
    public static void require(ReadSpecification read, Journal journal) {
        journal.specification().ifPresent(frozen -> requireUnchanged(read, frozen));
        requireProof(read.specification(), journal.proof());
    }

    private static void requireProof(Specification specification, Optional<ProofRecord> proof) {
        BackfillId id = specification.id();
        if (proof.isEmpty()) {
            throw RunCode.notProved(id, "it was not proved yet");
        }

        ProofRecord found = proof.get();
        if (!found.specificationDigest().equals(specification.digest())) {
            throw RunCode.notProved(id, "the specification changed since it was proved at " + found.at());
        }
        if (!found.passed()) {
            throw RunCode.notProved(id, "its proof on partition %s failed".formatted(found.partition()));
        }
    }

    private static void requireUnchanged(ReadSpecification read, String frozenText) {
        List<String> changes = SpecificationDiff.changedKeys(
                FrozenSpecification.read(frozenText).keys(), read.keys());
        if (!changes.isEmpty()) {
            throw RunCode.specificationChanged(read.specification().id(), changes);
        }
    }

    /** The frozen backfill: the one that an earlier run froze, or this one. */
    public FrozenBackfill open(ReadSpecification read, RunJournal journal) {
        requireUnchanged(read, journal.freeze(FrozenSpecification.write(read)));
        Specification specification = read.specification();

        PlanRecord plan = journal.journal().plan().orElseGet(() -> {
            PlanRecord first = records.of(
                    specification,
                    planner.plan(specification, clock.instant().truncatedTo(ChronoUnit.SECONDS), Optional.empty()),
                    clock.instant(),
                    1);
            journal.record(first, "first run");
            return first;
        });
        return new FrozenBackfill(specification, plan);
    }
}
