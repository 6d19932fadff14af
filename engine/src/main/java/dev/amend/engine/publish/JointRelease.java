package dev.amend.engine.publish;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.together.CatalogTransaction;
import dev.amend.publish.together.CommitStrategy;
import dev.amend.publish.together.JointMember;
import dev.amend.publish.together.JointPublication;
import dev.amend.publish.together.JointResult;
import dev.amend.publish.together.OrderedPublication;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes several backfills: in one commit if their catalog supports it, otherwise one after the other. */
public final class JointRelease {

    /** One of the backfills, with its lease held. */
    public record Part(FrozenBackfill backfill, Journal journal, Releases releases, ApprovalVerdict approval) {

        private TableId target() {
            return backfill.specification().target().table();
        }

        private ReleaseRecord release() {
            return Releases.current(journal).orElseThrow();
        }
    }

    private final List<Part> parts;
    private final Optional<CatalogTransaction> transaction;
    private final PublishListener steps;

    public JointRelease(List<Part> parts, Optional<CatalogTransaction> transaction, PublishListener steps) {
        this.parts = List.copyOf(parts);
        this.transaction = transaction;
        this.steps = steps;
        requireEachTableOnce();
    }

    /** @throws AmendException if two of them correct the same table */
    public static JointRelease of(Lakehouse lakehouse, List<Part> parts) {
        List<Specification> specifications =
                parts.stream().map(part -> part.backfill().specification()).toList();
        return new JointRelease(
                parts, transaction(lakehouse, specifications), lakehouse.steps().onTarget());
    }

    private static Optional<CatalogTransaction> transaction(Lakehouse lakehouse, List<Specification> specifications) {
        boolean anyView = specifications.stream()
                .anyMatch(specification -> specification.publish().view().isPresent());
        return anyView
                ? Optional.empty()
                : lakehouse.transaction(specifications.stream()
                        .map(specification -> specification.target().table())
                        .toList());
    }

    public CommitStrategy way() {
        return transaction.isPresent() ? CommitStrategy.ONE_COMMIT : CommitStrategy.IN_ORDER;
    }

    private void requireEachTableOnce() {
        Map<TableId, Part> byTable = new HashMap<>();
        for (Part part : parts) {
            Part other = byTable.put(part.target(), part);
            if (other != null) {
                throw JointCode.sameTable(other.backfill().id(), part.backfill().id(), part.target());
            }
        }
    }

    /**
     * Publishes all of them; a repeated call finds what an earlier one did.
     *
     * @return the release of each backfill, in the given order
     * @throws AmendException if not all could be published; it reports the state of each
     */
    public List<ReleaseRecord> publish() throws CommitOutcomeUnknown {
        if (transaction.isPresent()) {
            publishInOneCommit(transaction.get());
        } else {
            publishInOrder();
        }
        return parts.stream().map(Part::release).toList();
    }

    private void publishInOneCommit(CatalogTransaction catalog) throws CommitOutcomeUnknown {
        List<Part> due = parts.stream()
                .filter(part -> Releases.current(part.journal()).isEmpty())
                .toList();
        List<JointMember> members = new ArrayList<>();
        for (Part part : due) {
            members.add(part.releases().joint(part.approval()).orElseThrow());
        }

        List<PublicationResult.Published> published = published(catalog, members, due);
        for (int i = 0; i < due.size(); i++) {
            due.get(i).releases().onRecord(published.get(i), due.get(i).approval());
        }
        // A crash of an earlier call may have recorded releases without moving their state
        for (Part part : parts) {
            part.releases().publish(part.approval());
        }
    }

    private List<PublicationResult.Published> published(
            CatalogTransaction catalog, List<JointMember> members, List<Part> due) throws CommitOutcomeUnknown {
        try {
            JointResult result = new JointPublication(catalog, steps)
                    .publish(
                            members,
                            () -> due.forEach(part ->
                                    part.releases().consent(part.approval()).require()));
            if (result instanceof JointResult.Drifted drifted) {
                throw drift(due, drifted.changes());
            }
            return ((JointResult.Published) result).tables();
        } catch (RuntimeException e) {
            due.forEach(part -> part.releases().withdrawIfNotCurrent(e));
            throw e;
        }
    }

    private static AmendException drift(List<Part> due, Map<Integer, List<RangeChange>> changes) {
        return JointCode.together(changes.entrySet().stream()
                .map(entry -> due.get(entry.getKey()).releases().drift(entry.getValue()))
                .toList());
    }

    private void publishInOrder() throws CommitOutcomeUnknown {
        OrderedPublication.Outcome outcome =
                new OrderedPublication(parts.stream().map(Ordered::new).toList()).publish();
        if (outcome.failure().isPresent()) {
            throw JointCode.notTogether(outcome, outcome.failure().get());
        }
    }

    /** A backfill that is published on its own, in its turn. */
    private record Ordered(Part part) implements OrderedPublication.Member {

        @Override
        public String name() {
            return part.backfill().id().value();
        }

        @Override
        public void check() throws CommitOutcomeUnknown {
            try {
                part.releases().check(part.approval());
            } catch (AmendException e) {
                throw JointCode.blamed(part.backfill().id(), e);
            }
        }

        @Override
        public boolean isCurrent() {
            return part.releases().isCurrent();
        }

        @Override
        public void publish() throws CommitOutcomeUnknown {
            part.releases().publish(part.approval());
        }

        @Override
        public void rollBack(String reason) throws CommitOutcomeUnknown {
            part.releases().rollBack(LaterWrites.KEEP, reason);
        }
    }
}
