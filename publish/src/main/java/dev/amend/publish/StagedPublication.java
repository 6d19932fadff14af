package dev.amend.publish;

import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.PendingCommit;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;

/** A publication that was checked, and whose deciding commit is prepared; or that turned out to need none. */
public final class StagedPublication {
    private final Publication publication;
    private final PublicationRequest request;
    private final Optional<PublicationResult> settled;
    private final Optional<PendingCommit> pending;
    private final Optional<Publication.Committed> committed;

    StagedPublication(
            Publication publication,
            PublicationRequest request,
            Optional<PublicationResult> settled,
            Optional<PendingCommit> pending,
            Optional<Publication.Committed> committed) {
        this.publication = publication;
        this.request = request;
        this.settled = settled;
        this.pending = pending;
        this.committed = committed;
    }

    /** How it ended without a commit: the target has drifted, or an earlier call has published it. */
    public Optional<PublicationResult> settled() {
        return settled;
    }

    /** As it is sent: on condition that nobody has moved the shadow or decided on the backfill meanwhile. */
    public TableCommit commit(TableIdentifier table) {
        BackfillRefs refs = request.shadow().refs();
        return pending.orElseThrow()
                .in(table, Set.of(refs.branch(), refs.baselineTag(), refs.publishedTag(), refs.rolledBackTag()));
    }

    /** Whether the commit is there, in the table as it is now. */
    public boolean hasLanded() {
        return pending.orElseThrow().hasLanded();
    }

    /** Lets go what was prepared. Only if it was never sent, or is known to have failed. */
    public void discard() {
        pending.ifPresent(PendingCommit::discard);
    }

    /**
     * Compares what was committed with what was approved.
     *
     * @throws dev.amend.specs.AmendException if it is something else; this table's publication was undone then
     */
    public PublicationResult.Published verified() throws CommitOutcomeUnknown {
        return publication.verified(request, committed.orElseThrow());
    }
}
