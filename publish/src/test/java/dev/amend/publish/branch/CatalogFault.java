package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.FaultTrial.Meanwhile;
import dev.amend.publish.branch.FaultTrial.Outcome;
import dev.amend.publish.fixture.CommitFault.Fate;
import dev.amend.publish.fixture.FalseAnswer;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import java.util.ArrayList;
import java.util.List;

/** What becomes of one commit of a publication in a catalog, and what the catalog answers. */
record CatalogFault(PublicationCommit commit, Fate fate, FalseAnswer answer, Meanwhile meanwhile) {

    /** All of them, on a quiet main and on a live one. */
    static List<CatalogFault> ofAllCommits() {
        List<CatalogFault> faults = new ArrayList<>();
        for (PublicationCommit commit : PublicationCommit.values()) {
            for (Fate fate : Fate.values()) {
                faults.add(new CatalogFault(commit, fate, FalseAnswer.UNKNOWN, Meanwhile.NOTHING));
                faults.add(new CatalogFault(commit, fate, FalseAnswer.CONFLICT, Meanwhile.NOTHING));
                faults.add(new CatalogFault(commit, fate, FalseAnswer.CONFLICT, Meanwhile.NOTHING_CAN_BE_LOADED));
                faults.add(new CatalogFault(commit, fate, FalseAnswer.CONFLICT, Meanwhile.OTHERS_COMMIT));
                faults.add(new CatalogFault(commit, fate, FalseAnswer.SOCKET, Meanwhile.NOTHING));
                faults.add(new CatalogFault(commit, fate, FalseAnswer.SERVICE, Meanwhile.NOTHING));
                faults.add(new CatalogFault(commit, fate, FalseAnswer.UNKNOWN, Meanwhile.OTHERS_COMMIT));
            }
        }
        return faults;
    }

    /** Publishes, and again as another process; checks both. */
    void happenTo(FaultTrial trial) throws CommitOutcomeUnknown {
        FaultyTableOperations faulty = new FaultyTableOperations(trial.table());
        if (meanwhile == Meanwhile.NOTHING_CAN_BE_LOADED) {
            faulty.refreshFails(new RuntimeException("catalog is down"));
        }

        Outcome outcome = trial.publish(
                faulty.table(trial.table().name()),
                () -> faulty.next((operations, base, metadata) -> {
                    if (fate == Fate.APPLIED) {
                        operations.commit(base, metadata);
                    }
                    if (meanwhile == Meanwhile.OTHERS_COMMIT) {
                        trial.append("meanwhile-2024-01-05");
                    }
                    throw answer.answer();
                }));

        assertThat(faulty.isFaultless()).isTrue();
        assertThat(outcome).isEqualTo(expected());
        trial.requireWhatWasSaid(outcome, fate);
        trial.requirePublishedByTheNextCall();
    }

    /** What was applied is found; a conflict is a refusal; all else may be on its way still. */
    private Outcome expected() {
        boolean known = fate == Fate.APPLIED || answer == FalseAnswer.CONFLICT;
        return known && meanwhile != Meanwhile.NOTHING_CAN_BE_LOADED ? Outcome.PUBLISHED : Outcome.UNKNOWN;
    }
}
