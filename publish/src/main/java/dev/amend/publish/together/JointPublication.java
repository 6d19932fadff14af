package dev.amend.publish.together;

import dev.amend.publish.PublicationResult;
import dev.amend.publish.PublishListener;
import dev.amend.publish.PublishStep;
import dev.amend.publish.StagedPublication;
import dev.amend.publish.Steps;
import dev.amend.publish.commit.CommitOutcomeUnknown;
import dev.amend.publish.commit.Tries;
import dev.amend.publish.range.RangeChange;
import dev.amend.specs.AmendException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes reconciled shadows of several tables current, in one commit of the catalog. */
public final class JointPublication {
    private final CatalogTransaction catalog;
    private final Steps steps;

    public JointPublication(CatalogTransaction catalog, PublishListener listener) {
        this.catalog = catalog;
        this.steps = new Steps(listener);
    }

    /**
     * Publishes all or none; called again it finds what it did. Each table is verified afterwards, and if one is not
     * what was approved, all that this call published are undone.
     *
     * @throws dev.amend.specs.AmendException if a table, its shadow or its batches are not as approved
     */
    public JointResult publish(List<JointMember> members) throws CommitOutcomeUnknown {
        return Tries.ofTable()
                .take(
                        () -> tryOnce(members),
                        (tries, last) -> TogetherError.busy(
                                members.stream()
                                        .map(member -> member.table().toString())
                                        .toList(),
                                tries,
                                last));
    }

    private JointResult tryOnce(List<JointMember> members) throws CommitOutcomeUnknown {
        Map<JointMember, StagedPublication> all = new LinkedHashMap<>();
        StagedTransaction transaction = new StagedTransaction();
        Map<Integer, List<RangeChange>> drift = staged(members, all, transaction);
        if (!drift.isEmpty()) {
            transaction.discard();
            return new JointResult.Drifted(drift);
        }

        if (!transaction.isEmpty()) {
            steps.take(PublishStep.COMMIT_TOGETHER, () -> {
                transaction.send(catalog);
                return transaction;
            });
        }
        return verified(all);
    }

    /** Every table is looked at before anything is sent. */
    private static Map<Integer, List<RangeChange>> staged(
            List<JointMember> members, Map<JointMember, StagedPublication> all, StagedTransaction transaction)
            throws CommitOutcomeUnknown {
        Map<Integer, List<RangeChange>> drift = new HashMap<>();
        boolean done = false;
        try {
            for (int i = 0; i < members.size(); i++) {
                StagedPublication publication = members.get(i).staged();
                all.put(members.get(i), publication);
                Optional<PublicationResult> settled = publication.settled();
                if (settled.isEmpty()) {
                    transaction.add(members.get(i), publication);
                } else {
                    List<RangeChange> changes = settled.get().fold(published -> List.of(), found -> found.changes());
                    if (!changes.isEmpty()) {
                        drift.put(i, changes);
                    }
                }
            }
            done = true;
        } finally {
            if (!done) {
                transaction.discard();
            }
        }
        return drift;
    }

    private static JointResult verified(Map<JointMember, StagedPublication> all) throws CommitOutcomeUnknown {
        List<PublicationResult.Published> published = new ArrayList<>();
        for (Map.Entry<JointMember, StagedPublication> entry : all.entrySet()) {
            try {
                published.add(published(entry.getValue()));
            } catch (AmendException e) {
                throw othersUndone(all, entry.getKey(), e);
            }
        }
        return new JointResult.Published(published);
    }

    private static PublicationResult.Published published(StagedPublication staged) throws CommitOutcomeUnknown {
        return staged.settled().isEmpty()
                ? staged.verified()
                : staged.settled().get().fold(found -> found, drifted -> {
                    throw new IllegalStateException("Drifted: " + drifted);
                });
    }

    /** Tables that belong together do not stay with one of them taken back. */
    private static AmendException othersUndone(
            Map<JointMember, StagedPublication> all, JointMember wrong, AmendException failure) {
        StringBuilder message = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Map.Entry<JointMember, StagedPublication> entry : all.entrySet()) {
            JointMember member = entry.getKey();
            if (!member.equals(wrong) && entry.getValue().settled().isEmpty()) {
                String reason =
                        "publication together with %s failed: %s".formatted(wrong.table(), failure.getMessage());
                message.append("; ").append(member.undone(reason));
            }
        }
        return new AmendException(failure.code(), message.toString(), failure.where(), failure.next(), failure);
    }
}
