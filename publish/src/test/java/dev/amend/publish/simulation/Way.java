package dev.amend.publish.simulation;

import dev.amend.publish.Publication;
import dev.amend.publish.PublicationRequest;
import dev.amend.publish.PublicationResult;
import dev.amend.publish.PublishListener;
import dev.amend.publish.Rollback;
import dev.amend.publish.RollbackRequest;
import dev.amend.publish.RollbackResult;
import dev.amend.publish.RowAccess;
import dev.amend.publish.commit.CommitOutcomeUnknown;
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
            return new Publication(table, rows, Clock.systemUTC(), listener).publish(request);
        }

        @Override
        public RollbackResult rollBack(Table table, RowAccess rows, RollbackRequest request, PublishListener listener)
                throws CommitOutcomeUnknown {
            return new Rollback(table, rows, Clock.systemUTC(), listener).rollBack(request);
        }
    };
}
