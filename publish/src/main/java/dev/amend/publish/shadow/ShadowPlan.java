package dev.amend.publish.shadow;

import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.guard.TableContract;
import dev.amend.publish.range.TableRange;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The plan that a backfill's commits are based on.
 *
 * @param baselineSnapshotId the target's snapshot that the backfill starts from
 * @param epoch the epoch of the lease under which this run works
 * @param codeVersion the version of the code that builds the batches
 * @param keepFor the time for which the old data is kept after publication
 */
public record ShadowPlan(
        BackfillRefs refs,
        TableContract contract,
        long baselineSnapshotId,
        TableRange range,
        long epoch,
        String specDigest,
        String codeVersion,
        Duration keepFor) {

    public BackfillId id() {
        return refs.id();
    }

    /** The same plan for a shadow that is a table of its own, where the batches are on main. */
    public ShadowPlan inTable(TableContract shadowTable) {
        return new ShadowPlan(
                refs.inTable(), shadowTable, baselineSnapshotId, range, epoch, specDigest, codeVersion, keepFor);
    }

    /** The properties that every commit of the backfill must have in its summary. */
    public Map<String, String> properties(CommitKind kind) {
        return Map.of(
                SummaryKeys.BACKFILL_ID, id().value(),
                SummaryKeys.KIND, kind.key(),
                SummaryKeys.EPOCH, Long.toString(epoch),
                SummaryKeys.SPEC_DIGEST, specDigest,
                SummaryKeys.CODE_VERSION, codeVersion);
    }

    /** The properties that the commit of a batch must have in its summary. */
    public Map<String, String> batchProperties(Batch batch, int attempt, String pins) {
        Map<String, String> properties = new HashMap<>(properties(CommitKind.BATCH));
        properties.put(SummaryKeys.BATCH, batch.id());
        properties.put(SummaryKeys.ATTEMPT, Integer.toString(attempt));
        properties.put(SummaryKeys.PINS, pins);
        return Map.copyOf(properties);
    }
}
