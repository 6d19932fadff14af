package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.FaultTrial.Meanwhile;
import dev.amend.publish.branch.FaultTrial.Outcome;
import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.CommitFault;
import dev.amend.publish.fixture.CommitFault.Answer;
import dev.amend.publish.fixture.CommitFault.Fate;
import dev.amend.publish.fixture.RestCatalogServer;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One commit of two tables through a REST catalog, whose answers are not what became of it. */
final class JointFaultsIT {

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    private final RestCatalogServer server = catalogs.server();
    private final Warehouse warehouse = catalogs.client(server);

    @ParameterizedTest
    @MethodSource("faults")
    void publishesBothOnceWhateverBecomesOfTheCommit(int format, Fate fate, Answer answer, Meanwhile meanwhile)
            throws Exception {
        TwoTables tables = TwoTables.busy(warehouse, format);
        server.nextTransaction(new CommitFault(fate, answer).meanwhile(() -> happen(meanwhile, tables)));

        Outcome outcome = publish(tables);
        server.allowLoads();

        assertThat(server.isFaultless()).isTrue();
        assertThat(outcome).isEqualTo(expected(fate, answer, meanwhile));
        if (outcome == Outcome.PUBLISHED || fate == Fate.APPLIED) {
            tables.requireNew();
        } else {
            tables.requireOld();
        }
        requirePublishedByTheNextCall(tables, outcome == Outcome.PUBLISHED || fate == Fate.APPLIED, meanwhile);
    }

    private void happen(Meanwhile meanwhile, TwoTables tables) {
        switch (meanwhile) {
            case NOTHING -> {}
            case OTHERS_COMMIT -> tables.second().append("meanwhile-2024-01-05");
            case NOTHING_CAN_BE_LOADED -> server.denyLoads();
        }
    }

    private static Outcome publish(TwoTables tables) {
        try {
            TwoTables.published(tables.publish());
            return Outcome.PUBLISHED;
        } catch (CommitOutcomeUnknown e) {
            assertThat(e).hasMessageStartingWith("Cannot tell whether the commit to db.t1, db.t2 was applied");
            return Outcome.UNKNOWN;
        }
    }

    /** What was applied is found; a conflict is a refusal; all else may be on its way still. */
    private static Outcome expected(Fate fate, Answer answer, Meanwhile meanwhile) {
        boolean known = fate == Fate.APPLIED || answer == Answer.CONFLICT || answer.isSentAgainByTheClient();
        return known && meanwhile != Meanwhile.NOTHING_CAN_BE_LOADED ? Outcome.PUBLISHED : Outcome.UNKNOWN;
    }

    private static void requirePublishedByTheNextCall(TwoTables tables, boolean already, Meanwhile meanwhile)
            throws CommitOutcomeUnknown {
        TwoTables next = tables.reloaded();

        List<Published> published = next.published();

        assertThat(published).extracting(Published::already).containsOnly(already);
        next.requireNew();
        assertThat(Warehouse.main(next.first().table)).contains(PublicationCommit.LIVE);
        if (meanwhile == Meanwhile.OTHERS_COMMIT) {
            assertThat(Warehouse.main(next.second().table)).contains("meanwhile-2024-01-05");
        }
    }

    static Stream<Arguments> faults() {
        List<Arguments> faults = new ArrayList<>();
        for (Fate fate : Fate.values()) {
            for (Answer answer : Answer.values()) {
                faults.add(arguments(2 + faults.size() % 2, fate, answer, Meanwhile.NOTHING));
            }
            for (Answer answer : List.of(Answer.GATEWAY_TIMEOUT, Answer.CONFLICT, Answer.UNAVAILABLE)) {
                faults.add(arguments(2 + faults.size() % 2, fate, answer, Meanwhile.OTHERS_COMMIT));
            }
            for (Answer answer : List.of(Answer.GATEWAY_TIMEOUT, Answer.CONFLICT, Answer.DROPPED)) {
                faults.add(arguments(2 + faults.size() % 2, fate, answer, Meanwhile.NOTHING_CAN_BE_LOADED));
            }
        }
        return faults.stream();
    }

    /** The shadow of the first one is sealed, and nothing that consumers read is changed. */
    @Test
    void goesOnAfterACrashBeforeAndAfterTheCommit() throws Exception {
        TwoTables tables = TwoTables.quiet(warehouse, 2);

        assertThatThrownBy(() -> tables.publish(
                        commits -> {
                            throw new KilledBefore();
                        },
                        PublishListener.NONE))
                .isInstanceOf(KilledBefore.class);
        tables.requireOld();

        TwoTables second = tables.reloaded();
        assertThatThrownBy(() -> second.publish(second.transaction(), new CrashAfter(PublishStep.COMMIT_TOGETHER)))
                .isInstanceOf(CrashAfter.Crash.class);
        second.requireNew();

        assertThat(second.reloaded().published()).extracting(Published::already).containsOnly(true);
    }

    /** Not an exception that anyone handles: the process is gone. */
    private static final class KilledBefore extends Error {
        private static final long serialVersionUID = 1;
    }
}
