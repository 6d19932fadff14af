package dev.amend.specs;

import java.util.List;

/**
 * One backfill, read from its file, complete and valid: what to correct, why, how, and how to check it.
 *
 * @param owner the team that is responsible for the data
 * @param issue the place where the reason is discussed, such as a ticket
 * @param change the reason in a sentence
 * @param digest SHA-256 of the specification's content, including the transform's file, in hexadecimal
 */
public record Specification(
        BackfillId id,
        String owner,
        String issue,
        String change,
        SourceRange sourceRange,
        Target target,
        List<Source> sources,
        Transform transform,
        Execution execution,
        Validation validation,
        ApprovalRule approval,
        PublishRule publish,
        RollbackRule rollback,
        WatchRule watch,
        String digest) {

    public Specification {
        sources = List.copyOf(sources);
    }

    /** The same for columns that have other names; the digest stays that of the file. */
    public Specification with(Target otherTarget, List<Source> otherSources, Validation otherValidation) {
        return with(sourceRange, otherTarget, otherSources, otherValidation);
    }

    /** The same with the range counted in another unit; the digest stays that of the file. */
    public Specification countedIn(PartitionUnit unit) {
        return with(sourceRange.countedIn(unit), target, sources, validation);
    }

    private Specification with(
            SourceRange otherRange, Target otherTarget, List<Source> otherSources, Validation otherValidation) {
        return new Specification(
                id,
                owner,
                issue,
                change,
                otherRange,
                otherTarget,
                otherSources,
                transform,
                execution,
                otherValidation,
                approval,
                publish,
                rollback,
                watch,
                digest);
    }

    /** The batches in the order in which they are built. */
    public List<Batch> batches() {
        return execution.batching().batches(sourceRange);
    }

    /** The table that holds the shadow: the target, which has it on a branch, or a separate table beside the target. */
    public TableId shadowTable() {
        return publish.view().isPresent() ? target.table().sibling(id.refName()) : target.table();
    }

    /** The cells along which the batches are cut. */
    public BatchGrid grid() {
        return execution.batching().grid(sourceRange.range());
    }
}
