package dev.amend.publish.simulation;

import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.Publication;
import dev.amend.publish.branch.PublicationRequest;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.branch.RowAccess;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.rollback.Rollback;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.step.PublishListener;
import java.time.Clock;
import org.apache.iceberg.Table;

/** How main is published to and rolled back. */
interface Way {

    PublicationResult publish(Table table, RowAccess rows, PublicationRequest request, PublishListener listener)
            throws CommitOutcomeUnknown;

    RollbackResult rollBack(Table table, RowAccess rows, RollbackRequest request, PublishListener listener)
            throws CommitOutcomeUnknown;

    /** What the project does. */
    Way GUARDED = new Way() {
        @Override
        public PublicationResult publish(
                Table table, RowAccess rows, PublicationRequest request, PublishListener listener)
                throws CommitOutcomeUnknown {
            return new Publication(table, rows, Clock.systemUTC(), listener).publish(request, Consent.NOT_NEEDED);
        }

        @Override
        public RollbackResult rollBack(Table table, RowAccess rows, RollbackRequest request, PublishListener listener)
                throws CommitOutcomeUnknown {
            return new Rollback(table, rows, Clock.systemUTC(), listener).rollBack(request, Consent.NOT_NEEDED);
        }
    };
}
