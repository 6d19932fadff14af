package dev.amend.publish.together;

import dev.amend.publish.Publication;
import dev.amend.publish.PublicationRequest;
import dev.amend.publish.PublishError;
import dev.amend.publish.StagedPublication;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.GuardViolation;
import dev.amend.specs.AmendException;
import org.apache.iceberg.catalog.TableIdentifier;

/** One table of a publication of several, with what is to be published. */
public record JointMember(TableIdentifier table, Publication publication, PublicationRequest request) {

    StagedPublication staged() throws CommitOutcomeUnknown {
        try {
            return publication.stage(request);
        } catch (GuardViolation e) {
            if (e.isRace()) {
                throw e;
            }
            throw blamed(PublishError.violated(table.toString(), e));
        } catch (AmendException e) {
            throw blamed(e);
        }
    }

    private AmendException blamed(AmendException failure) {
        return new AmendException(
                failure.code(),
                "Nothing is published, because of %s: %s"
                        .formatted(request.shadow().id(), failure.getMessage()),
                failure.where(),
                failure.next(),
                failure);
    }

    /** Undoes its publication, if it is there, and says in a clause how that went. */
    String undone(String reason) {
        try {
            return "%s: %s".formatted(table, publication.undo(request.shadow(), reason));
        } catch (CommitOutcomeUnknown e) {
            return "%s: nobody knows whether it was rolled back: %s".formatted(table, e.getMessage());
        }
    }
}
