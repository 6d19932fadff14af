package dev.amend.engine.command;

import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.publish.guard.CommitKind;
import dev.amend.specs.BackfillId;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * What a command ends with, by which two lives can be compared.
 *
 * @param rows of the whole target: count and a fingerprint of all but the time of the computation
 * @param releases on record, each of them
 * @param ledger the rows of the audit table
 * @param publicationsInMain how often the backfill was published, by main's history
 */
record CrashOutcome(
        String status,
        String rows,
        List<ReleaseRecord.Kind> releases,
        String ledger,
        List<String> refs,
        long publicationsInMain) {

    static CrashOutcome of(SmallWorld world) {
        return new CrashOutcome(
                world.journal().status().state().name(),
                world.lake().value("""
                        select concat(count(*), ' rows, ', sum(cast(xxhash64(day, shop, gross, net) as decimal(38, 0))))
                        from finance.revenue"""),
                world.journal().releases().stream().map(ReleaseRecord::kind).toList(),
                ledger(world),
                world.refs(),
                StreamSupport.stream(
                                SnapshotUtil.currentAncestors(world.lake().target())
                                        .spliterator(),
                                false)
                        .filter(snapshot -> CommitKind.PUBLISH.marks(snapshot, new BackfillId(SmallWorld.ID)))
                        .count());
    }

    private static String ledger(SmallWorld world) {
        boolean isThere = world.lake().spark().catalog().tableExists("governance.data_releases");
        return isThere ? world.lake().value("""
                select concat_ws(' | ', collect_list(concat_ws(', ', release_id, approved_by,
                    if(rolled_back_at is null, 'current', 'rolled back'))))
                from governance.data_releases""") : "";
    }
}
