package dev.amend.publish;

import dev.amend.publish.commit.TableContract;
import dev.amend.publish.range.TableRange;
import dev.amend.specs.BackfillId;
import java.time.Duration;

/**
 * What a backfill's commits rest on.
 *
 * @param baselineSnapshotId the target's snapshot that the backfill starts from
 * @param epoch the epoch of the lease under which this run works
 * @param codeVersion the version of the code that builds the batches
 * @param keepFor how long the old data stays after publication
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
}
