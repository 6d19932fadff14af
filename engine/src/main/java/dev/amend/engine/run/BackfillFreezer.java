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
import dev.amend.specs.yaml.ReadSpecification;
import dev.amend.specs.yaml.SpecificationDiff;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Freezes specification, baseline and pins on first use, and requires every later run to use them. */
public final class BackfillFreezer {
    private final Planner planner;
    private final UnaryOperator<Specification> spelling;
    private final PlanRecords records;
    private final Clock clock;

    /** @param spelling gives columns the names that the tables have for them */
    public BackfillFreezer(Planner planner, UnaryOperator<Specification> spelling, PlanRecords records, Clock clock) {
        this.planner = planner;
        this.spelling = spelling;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Refuses a run if its specification was not proved, or is not the frozen one. Reads only the journal.
     *
     * @throws dev.amend.specs.error.AmendException naming what is missing, or every key that changed
     */
    public static void require(ReadSpecification read, Journal journal) {
        FrozenSpecification.of(journal).ifPresent(frozen -> requireUnchanged(read, frozen));
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
            throw RunCode.proofFailed(id, found.partition());
        }
    }

    private static void requireUnchanged(ReadSpecification read, ReadSpecification frozen) {
        List<String> changes = SpecificationDiff.changedKeys(frozen.keys(), read.keys());
        if (!changes.isEmpty()) {
            throw RunCode.specificationChanged(read.specification().id(), changes);
        }
    }

    /** The frozen backfill: this one, or the one that an earlier run froze. */
    public FrozenBackfill open(ReadSpecification read, RunJournal journal) {
        journal.freeze(FrozenSpecification.write(read));
        FrozenSpecification.of(journal.journal()).ifPresent(frozen -> requireUnchanged(read, frozen));
        Specification specification = spelling.apply(read.specification());

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
