package dev.amend.publish.branch;

import dev.amend.publish.guard.PendingCommit;
import dev.amend.publish.shadow.BackfillRefs;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;

/** A checked publication with its prepared deciding commit; or one that needs no commit. */
public final class StagedPublication {
    private final Publication publication;
    private final PublicationRequest request;
    private final Optional<PublicationResult> settled;
    private final Optional<PendingCommit> pending;
    private final OptionalLong committed;

    StagedPublication(
            Publication publication,
            PublicationRequest request,
            Optional<PublicationResult> settled,
            Optional<PendingCommit> pending,
            OptionalLong committed) {
        this.publication = publication;
        this.request = request;
        this.settled = settled;
        this.pending = pending;
        this.committed = committed;
    }

    /** The result if no commit is needed: the target has drifted, or an earlier call has published. */
    public Optional<PublicationResult> settled() {
        return settled;
    }

    /**
     * The commit to send. The catalog accepts it only if nobody moved the shadow or decided on the backfill meanwhile.
     */
    public TableCommit commit(TableIdentifier table) {
        BackfillRefs refs = request.shadow().refs();
        return pending.orElseThrow()
                .in(table, Set.of(refs.branch(), refs.baselineTag(), refs.publishedTag(), refs.rolledBackTag()));
    }

    /** Returns whether the table now contains the commit. */
    public boolean hasLanded() {
        return pending.orElseThrow().hasLanded();
    }

    /** Deletes the files of the prepared commit. Only if it was never sent, or is known to have failed. */
    public void discard() {
        pending.ifPresent(PendingCommit::discard);
    }

    /** The result, once the commit was sent and has been applied. */
    public PublicationResult.Published published() {
        return publication.published(request, committed.getAsLong());
    }
}
