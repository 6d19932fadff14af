package dev.amend.engine.journal;

import dev.amend.specs.BackfillId;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.util.Optional;

/** The ways in which the journal can fail, with the message for each. */
public enum JournalCode implements ErrorCode {
    UNKNOWN_BACKFILL(ErrorKind.USER),
    LEASE_HELD(ErrorKind.LEASE_HELD),
    LEASE_LOST(ErrorKind.LEASE_HELD);

    private final ErrorKind kind;

    JournalCode(ErrorKind kind) {
        this.kind = kind;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    static AmendException unknownBackfill(String id, String location, Optional<String> nearest) {
        return new AmendException(
                UNKNOWN_BACKFILL,
                "Unknown backfill '%s'".formatted(id),
                "state " + location,
                nearest.map("Did you mean '%s'? 'amend list' shows every backfill"::formatted)
                        .orElse("'amend list' shows every backfill; --state says where the state is"));
    }

    static AmendException held(BackfillId id, Lease lease, LeaseTimes times) {
        return new AmendException(
                LEASE_HELD,
                "Cannot run %s: another run holds its lease since %s".formatted(id, lease.takenAt()),
                "run %s of %s on %s, process %d, last heartbeat %s"
                        .formatted(
                                lease.holder().runId(),
                                lease.holder().owner(),
                                lease.holder().host(),
                                lease.holder().pid(),
                                lease.heartbeatAt()),
                "'amend status %1$s' shows how far it is, 'amend pause %1$s --reason TEXT' stops it. If it died, run the same command again once its heartbeat is older than %2$d s"
                        .formatted(id, times.expiry().toSeconds()));
    }

    static AmendException lost(BackfillId id, Lease.Holder us, long epoch, Optional<Lease> now) {
        return new AmendException(
                LEASE_LOST,
                "Cannot go on with %s: this run's lease was taken by another run".formatted(id),
                "run %s had epoch %d; %s"
                        .formatted(
                                us.runId(),
                                epoch,
                                now.map(lease -> "epoch %d is held by run %s of %s on %s since %s"
                                                .formatted(
                                                        lease.epoch(),
                                                        lease.holder().runId(),
                                                        lease.holder().owner(),
                                                        lease.holder().host(),
                                                        lease.takenAt()))
                                        .orElse("the lease is gone")),
                "Nothing more is written by this run. 'amend status %s' shows what the other one does".formatted(id));
    }
}
