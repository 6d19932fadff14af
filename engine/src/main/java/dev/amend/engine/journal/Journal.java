package dev.amend.engine.journal;

import dev.amend.specs.BackfillId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The durable record of one backfill, as anyone may read it and as people write it. Runs write through {@link RunJournal}. */
public class Journal {

    Journal() {}

    public BackfillId id() {
        throw new UnsupportedOperationException();
    }

    /** The frozen specification as it was written, once a run has begun. */
    public Optional<String> specification() {
        throw new UnsupportedOperationException();
    }

    public Optional<PlanRecord> plan() {
        throw new UnsupportedOperationException();
    }

    public Optional<ProofRecord> proof() {
        throw new UnsupportedOperationException();
    }

    public StatusRecord status() {
        throw new UnsupportedOperationException();
    }

    public Control control() {
        throw new UnsupportedOperationException();
    }

    /** One record for each batch of the plan, in its order; a batch that nothing is recorded of is due. */
    public List<BatchRecord> batches() {
        throw new UnsupportedOperationException();
    }

    public Optional<BatchRecord> batch(String batchId) {
        throw new UnsupportedOperationException();
    }

    /** Every decision, oldest first. */
    public List<ApprovalRecord> approvals() {
        throw new UnsupportedOperationException();
    }

    /** Every publication and rollback, oldest first. */
    public List<ReleaseRecord> releases() {
        throw new UnsupportedOperationException();
    }

    public List<EventRecord> events() {
        throw new UnsupportedOperationException();
    }

    public Optional<byte[]> report(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** Where a person finds a report: a path or a URI. */
    public String reportLocation(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** Changes what is wanted. {@code change} may be asked again if someone else changed it meanwhile. */
    public Control control(String by, String reason, UnaryOperator<Control> change) {
        throw new UnsupportedOperationException();
    }

    public void record(ProofRecord proof) {
        throw new UnsupportedOperationException();
    }

    public void record(ApprovalRecord approval) {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves the backfill on a person's word, such as an approval, while no run need hold the lease.
     *
     * @throws IllegalStateException if that is no legal move
     */
    public StatusRecord transition(BackfillState next, String by, String reason) {
        throw new UnsupportedOperationException();
    }

    /** This journal as the run that holds the lease writes it. */
    public RunJournal heldBy(HeldLease lease) {
        throw new UnsupportedOperationException();
    }
}
