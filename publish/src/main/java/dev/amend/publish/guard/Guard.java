package dev.amend.publish.guard;

import dev.amend.publish.guard.GuardViolation.Rule;
import dev.amend.specs.BackfillId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;

/**
 * The conditions that a commit requires of the metadata it is based on, so that check and commit are one step.
 *
 * @param epoch the highest epoch that a commit of the backfill may have
 * @param refs the snapshots at which the backfill's refs must be
 * @param undecided refs that must not exist: each shows that the backfill was already decided
 * @param main the snapshot at which main must be; empty if main may move
 */
public record Guard(
        TableContract contract,
        BackfillId id,
        long epoch,
        Map<String, Long> refs,
        Set<String> undecided,
        OptionalLong main) {

    public Guard {
        refs = Map.copyOf(refs);
        undecided = Set.copyOf(undecided);
    }

    /** A guard that requires the contract and the epoch, but no refs. */
    public static Guard of(TableContract contract, BackfillId id, long epoch) {
        return new Guard(contract, id, epoch, Map.of(), Set.of(), OptionalLong.empty());
    }

    /** A guard that requires the contract, even if a later run has taken over. */
    public static Guard unfenced(TableContract contract, BackfillId id) {
        return of(contract, id, Long.MAX_VALUE);
    }

    public Guard expecting(String ref, long snapshotId) {
        Map<String, Long> more = new HashMap<>(refs);
        more.put(ref, snapshotId);
        return new Guard(contract, id, epoch, more, undecided, main);
    }

    /** Requires that none of these refs exists. */
    public Guard undecidedBy(String... names) {
        return new Guard(contract, id, epoch, refs, Set.of(names), main);
    }

    public Guard expectingMain(long snapshotId) {
        return new Guard(contract, id, epoch, refs, undecided, OptionalLong.of(snapshotId));
    }

    void check(TableMetadata base) {
        checkContract(TableContract.of(base));
        undecided.forEach(name -> checkUndecided(base, name));
        refs.forEach((name, snapshotId) -> checkRef(base, name, snapshotId, Rule.REF));
        main.ifPresent(snapshotId -> checkRef(base, SnapshotRef.MAIN_BRANCH, snapshotId, Rule.MAIN));
        base.snapshots().forEach(this::checkEpoch);
    }

    private void checkContract(TableContract found) {
        if (!contract.uuid().equals(found.uuid())) {
            throw new GuardViolation(
                    Rule.TABLE,
                    "the table was replaced: its uuid is %s, not %s".formatted(found.uuid(), contract.uuid()));
        }

        checkId(Rule.SCHEMA, "schema", contract.schemaId(), found.schemaId());
        checkId(Rule.PARTITION_SPEC, "partition spec", contract.specId(), found.specId());
        checkId(Rule.FORMAT_VERSION, "format version", contract.formatVersion(), found.formatVersion());
    }

    private static void checkId(Rule rule, String what, int expected, int found) {
        if (expected != found) {
            throw new GuardViolation(rule, "its %s is %d, not %d as planned".formatted(what, found, expected));
        }
    }

    private static void checkUndecided(TableMetadata base, String name) {
        SnapshotRef ref = base.ref(name);
        if (ref != null) {
            throw new GuardViolation(
                    Rule.DECISION, "ref '%s' is there already, at snapshot %d".formatted(name, ref.snapshotId()));
        }
    }

    private static void checkRef(TableMetadata base, String name, long expected, Rule rule) {
        SnapshotRef ref = base.ref(name);
        if (ref == null) {
            throw new GuardViolation(rule, "ref '%s' is missing, expected at snapshot %d".formatted(name, expected));
        }
        if (ref.snapshotId() != expected) {
            throw new GuardViolation(
                    rule, "ref '%s' is at snapshot %d, not at %d".formatted(name, ref.snapshotId(), expected));
        }
    }

    private void checkEpoch(Snapshot snapshot) {
        String found = snapshot.summary().get(SummaryKeys.EPOCH);
        if (found != null
                && id.value().equals(snapshot.summary().get(SummaryKeys.BACKFILL_ID))
                && Long.parseLong(found) > epoch) {
            throw new GuardViolation(
                    Rule.EPOCH,
                    "a later run took over: snapshot %d has epoch %s, this run has %d"
                            .formatted(snapshot.snapshotId(), found, epoch));
        }
    }
}
