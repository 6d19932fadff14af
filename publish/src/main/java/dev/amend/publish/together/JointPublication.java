package dev.amend.publish.together;

import dev.amend.publish.branch.Consent;
import dev.amend.publish.branch.PublicationResult;
import dev.amend.publish.branch.StagedPublication;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.guard.Tries;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.step.AnnouncedSteps;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the reconciled shadows of several tables current in one commit of the catalog. */
public final class JointPublication {
    private final CatalogTransaction catalog;
    private final AnnouncedSteps steps;

    public JointPublication(CatalogTransaction catalog, PublishListener listener) {
        this.catalog = catalog;
        this.steps = new AnnouncedSteps(listener);
    }

    /**
     * Publishes all or none; a repeated call finds the publication. Each table's commit is compared with the approved
     * data before any is sent.
     *
     * @param consent the consent for all of them; checked right before each time that the commit is sent
     * @throws dev.amend.specs.error.AmendException if a table, its shadow or its batches are not as approved
     */
    public JointResult publish(List<JointMember> members, Consent consent) throws CommitOutcomeUnknown {
        return Tries.ofTable()
                .take(
                        () -> tryOnce(members, consent),
                        (tries, last) -> TogetherError.busy(
                                members.stream()
                                        .map(member -> member.table().toString())
                                        .toList(),
                                tries,
                                last));
    }

    private JointResult tryOnce(List<JointMember> members, Consent consent) throws CommitOutcomeUnknown {
        Map<JointMember, StagedPublication> all = new LinkedHashMap<>();
        StagedTransaction transaction = new StagedTransaction();
        Map<Integer, List<RangeChange>> drift = staged(members, all, transaction);
        if (!drift.isEmpty()) {
            transaction.discard();
            return new JointResult.Drifted(drift);
        }

        if (!transaction.isEmpty()) {
            steps.take(PublishStep.COMMIT_TOGETHER, () -> {
                requireConsent(consent, transaction);
                transaction.send(catalog);
                return transaction;
            });
        }
        return published(all);
    }

    private static void requireConsent(Consent consent, StagedTransaction transaction) {
        try {
            consent.require();
        } catch (RuntimeException e) {
            transaction.discard();
            throw e;
        }
    }

    /** Checks every table before anything is sent. */
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

    private static JointResult published(Map<JointMember, StagedPublication> all) {
        return new JointResult.Published(
                all.values().stream().map(JointPublication::published).toList());
    }

    private static PublicationResult.Published published(StagedPublication staged) {
        return staged.settled().isEmpty()
                ? staged.published()
                : staged.settled().get().fold(found -> found, drifted -> {
                    throw new IllegalStateException("Drifted: " + drifted);
                });
    }
}
