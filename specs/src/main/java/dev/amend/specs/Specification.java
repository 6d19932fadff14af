package dev.amend.specs;

import java.util.List;

/**
 * One backfill as its file says it, complete and valid: what to correct, why, how, and how to check it.
 *
 * @param owner the team that answers for the data
 * @param issue where the reason is discussed
 * @param change the reason in a sentence
 * @param digest SHA-256 of the specification's content, the transform's file included, in hexadecimal
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
        List<WatchCheck> watch,
        String digest) {

    public Specification {
        sources = List.copyOf(sources);
        watch = List.copyOf(watch);
    }

    /** The batches in the order in which they are built. */
    public List<Batch> batches() {
        return execution.batching().batches(sourceRange);
    }

    /** The table that holds the shadow: the target, which has it on a branch, or one of its own beside it. */
    public TableId shadowTable() {
        return publish.view().isPresent() ? target.table().sibling(id.refName()) : target.table();
    }

    /** Where the batches are cut. */
    public BatchGrid grid() {
        return execution.batching().grid(sourceRange.range());
    }
}
