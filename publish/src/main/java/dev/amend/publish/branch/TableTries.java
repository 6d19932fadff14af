package dev.amend.publish.branch;

import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.GuardViolation;
import dev.amend.publish.guard.Tries;
import dev.amend.publish.step.PublishError;
import org.apache.iceberg.Table;

/** Tries on one table, whose failures are put into words. */
public record TableTries(Table table) {

    /** @throws dev.amend.specs.error.AmendException if the table is not as planned, or others committed first each time */
    public <T> T take(Tries.Work<T> work) throws CommitOutcomeUnknown {
        try {
            return Tries.ofTable().take(work, (tries, last) -> PublishError.mainBusy(table.name(), tries, last));
        } catch (GuardViolation e) {
            throw PublishError.violated(table.name(), e);
        }
    }
}
