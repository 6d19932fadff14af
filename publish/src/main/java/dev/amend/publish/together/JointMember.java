package dev.amend.publish.together;

import dev.amend.publish.branch.Publication;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.StagedPublication;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.step.PublishError;
import dev.amend.specs.error.AmendException;
import org.apache.iceberg.catalog.TableIdentifier;

/** One table of a joint publication, with its request. */
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
}
