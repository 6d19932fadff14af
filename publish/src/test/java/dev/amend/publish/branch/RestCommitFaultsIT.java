package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.amend.publish.branch.FaultTrial.Meanwhile;
import dev.amend.publish.branch.FaultTrial.Outcome;
import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.CommitFault;
import dev.amend.publish.fixture.CommitFault.Answer;
import dev.amend.publish.fixture.CommitFault.Fate;
import dev.amend.publish.fixture.RestCatalogServer;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.Guard;
import dev.amend.publish.guard.GuardedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing through a REST catalog over HTTP, whose answers to commits are not what became of them. */
final class RestCommitFaultsIT {

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    private final RestCatalogServer server = catalogs.server();
    private final Warehouse warehouse = catalogs.client(server);

    @ParameterizedTest
    @MethodSource("faults")
    void publishesOnceWhateverBecomesOfACommit(
            int format, PublicationCommit commit, Fate fate, Answer answer, Meanwhile meanwhile) throws Exception {
        FaultTrial trial = FaultTrial.of(warehouse, format, commit);
        CommitFault fault = new CommitFault(fate, answer).meanwhile(() -> happen(meanwhile, trial));

        Outcome outcome = trial.publish(trial.table(), () -> server.nextCommit(fault));
        server.allowLoads();

        assertThat(server.isFaultless()).isTrue();
        assertThat(outcome).isEqualTo(expected(fate, answer, meanwhile));
        trial.requireWhatWasSaid(outcome, fate);
        trial.requirePublishedByTheNextCall();
    }

    private void happen(Meanwhile meanwhile, FaultTrial trial) {
        switch (meanwhile) {
            case NOTHING -> {}
            case OTHERS_COMMIT -> trial.append("meanwhile-2024-01-05");
            case NOTHING_CAN_BE_LOADED -> server.denyLoads();
        }
    }

    /** What was applied is found; a conflict is a refusal; all else may be on its way still. */
    private static Outcome expected(Fate fate, Answer answer, Meanwhile meanwhile) {
        boolean known = fate == Fate.APPLIED || answer == Answer.CONFLICT || answer.isSentAgainByTheClient();
        return known && meanwhile != Meanwhile.NOTHING_CAN_BE_LOADED ? Outcome.PUBLISHED : Outcome.UNKNOWN;
    }

    /** All of them, on a quiet main and on a live one. */
    static Stream<Arguments> faults() {
        List<Arguments> faults = new ArrayList<>();
        for (PublicationCommit commit : PublicationCommit.values()) {
            for (Fate fate : Fate.values()) {
                for (Answer answer : Answer.values()) {
                    add(faults, commit, fate, answer, Meanwhile.NOTHING);
                }
                add(faults, commit, fate, Answer.GATEWAY_TIMEOUT, Meanwhile.NOTHING_CAN_BE_LOADED);
                add(faults, commit, fate, Answer.CONFLICT, Meanwhile.OTHERS_COMMIT);
                add(faults, commit, fate, Answer.CONFLICT, Meanwhile.NOTHING_CAN_BE_LOADED);
                add(faults, commit, fate, Answer.GATEWAY_TIMEOUT, Meanwhile.OTHERS_COMMIT);
                add(faults, commit, fate, Answer.UNAVAILABLE, Meanwhile.OTHERS_COMMIT);
            }
        }
        return faults.stream();
    }

    private static void add(
            List<Arguments> faults, PublicationCommit commit, Fate fate, Answer answer, Meanwhile meanwhile) {
        faults.add(arguments(FaultTrial.format(commit, faults.size()), commit, fate, answer, meanwhile));
    }

    /** Iceberg's client sends the commit again, which conflicts with itself; then what was committed is cleaned up. */
    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "TOO_MANY_REQUESTS"})
    void stockCommitHandlingMakesTheTableUnreadable(Answer answer) throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        OverwriteFiles overwrite = overwrite(backfill, backfill.table);
        server.nextCommit(new CommitFault(Fate.APPLIED, answer));

        assertThatThrownBy(overwrite::commit).isInstanceOf(ValidationException.class);

        assertThatThrownBy(() -> Warehouse.main(warehouse.reload(backfill.table)))
                .isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "TOO_MANY_REQUESTS"})
    void theSameOverwriteGuardedIsCommittedOnce(Answer answer) throws Exception {
        Backfill backfill = Backfill.built(warehouse, 2);
        Guard guard = Guard.of(backfill.plan.contract(), backfill.plan.id(), backfill.plan.epoch());
        int before = server.commitsReceived();
        server.nextCommit(new CommitFault(Fate.APPLIED, answer));

        long committed = new GuardedTable(backfill.table, guard)
                .commit(target -> overwrite(backfill, target), Map.of("amend.kind", CommitKind.PUBLISH.key()));

        assertThat(server.commitsReceived()).isEqualTo(before + 2);
        assertThat(PublicationIT.head(backfill.table)).isEqualTo(committed);
        assertThat(Warehouse.main(backfill.table))
                .containsExactly(
                        "new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04", "old-2024-01-05");
    }

    /** As the protocol publishes, with both validations. */
    private static OverwriteFiles overwrite(Backfill backfill, Table target) {
        Expression range = Backfill.RANGE.expression(target.schema());
        OverwriteFiles overwrite = target.newOverwrite()
                .overwriteByRowFilter(range)
                .validateFromSnapshot(backfill.plan.baselineSnapshotId())
                .conflictDetectionFilter(range)
                .validateNoConflictingData()
                .validateNoConflictingDeletes();
        Warehouse.filesOf(backfill.table, Backfill.RANGE, backfill.shadow().head())
                .forEach(overwrite::addFile);
        return overwrite;
    }
}
