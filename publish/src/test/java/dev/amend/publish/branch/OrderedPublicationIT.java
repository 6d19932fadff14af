package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.FaultyTableOperations;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.step.PublishError;
import dev.amend.publish.together.OrderedPublication;
import dev.amend.publish.together.OrderedPublication.Outcome;
import dev.amend.publish.together.OrderedPublication.Standing;
import dev.amend.publish.together.OrderedPublication.State;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tables of a JDBC catalog are published one after the other, and the first is taken back if the second fails. */
final class OrderedPublicationIT {

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    @TempDir
    private Path folder;

    private TwoTables tables;

    @BeforeEach
    void build() throws CommitOutcomeUnknown {
        Warehouse warehouse = catalogs.open(Catalogs.Kind.JDBC, folder);
        tables = TwoTables.busy(warehouse, 2);
    }

    @Test
    void publishesBothAndFindsThatAgain() throws Exception {
        Outcome outcome = ordered(member(tables.first()), member(tables.second()));

        assertThat(outcome.failure()).isEmpty();
        assertThat(states(outcome)).containsExactly(State.PUBLISHED, State.PUBLISHED);
        tables.requireNew();
        assertThat(states(ordered(member(tables.first()), member(tables.second()))))
                .containsExactly(State.PUBLISHED_EARLIER, State.PUBLISHED_EARLIER);
    }

    @Test
    void driftOfTheSecondIsFoundBeforeTheFirstIsPublished() {
        tables.second().append("late-2024-01-02");

        assertThatThrownBy(() -> ordered(member(tables.first()), member(tables.second())))
                .isInstanceOf(AmendException.class)
                .hasMessageContaining("drifted");
        assertThat(Warehouse.main(tables.first().table)).contains("old-2024-01-01", PublicationCommit.LIVE);
        assertThat(tables.first().table.refs()).doesNotContainKey("amend_tax_fix_published");
    }

    @Test
    void driftThatComesAfterTheFirstWasPublishedTakesItBack() throws Exception {
        Outcome outcome = ordered(member(tables.first()), new TestMember(tables.second()) {
            @Override
            public void publish() throws CommitOutcomeUnknown {
                tables.second().append("late-2024-01-02");
                super.publish();
            }
        });

        assertThat(outcome.failure()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("drifted"));
        assertThat(states(outcome)).containsExactly(State.ROLLED_BACK, State.NOT_PUBLISHED);
        assertThat(outcome.isMixed()).isFalse();
        assertThat(outcome.standings().get(0).reason())
                .startsWith("publication together with db.t2 failed: Cannot publish to db.t2: it has drifted");
        assertThat(Warehouse.main(tables.first().table))
                .contains(PublicationCommit.LIVE, "old-2024-01-01")
                .hasSize(6);
        assertThat(tables.first().table.refs()).containsKey("amend_tax_fix_rolled_back");
    }

    @Test
    void whatAnEarlierCallPublishedStays() throws Exception {
        tables.first().publish();

        Outcome outcome = ordered(member(tables.first()), failing(tables.second()));

        assertThat(states(outcome)).containsExactly(State.PUBLISHED_EARLIER, State.NOT_PUBLISHED);
        assertThat(outcome.isMixed()).isTrue();
        assertThat(Warehouse.main(tables.first().table)).contains("new-2024-01-01");
    }

    @Test
    void nothingIsTakenBackWhileAnOutcomeIsUnknown() throws Exception {
        FaultyTableOperations faulty = new FaultyTableOperations(tables.second().table)
                .next((operations, base, metadata) -> {
                    throw new CommitStateUnknownException(new RuntimeException("504"));
                });
        Backfill second = tables.second().on(faulty.table("db.t2"));

        Outcome outcome = ordered(member(tables.first()), member(second));

        assertThat(states(outcome)).containsExactly(State.PUBLISHED, State.UNKNOWN);
        assertThat(outcome.failure()).containsInstanceOf(CommitOutcomeUnknown.class);
        assertThat(Warehouse.main(tables.first().table)).contains("new-2024-01-01");
        assertThat(states(ordered(member(tables.first()), member(tables.second()))))
                .containsExactly(State.PUBLISHED_EARLIER, State.PUBLISHED);
        tables.requireNew();
    }

    /** It was committed and something failed after that: going on is right, going back is not. */
    @Test
    void aFailureAfterTheCommitTakesNothingBack() throws Exception {
        Outcome outcome = ordered(member(tables.first()), new TestMember(tables.second()) {
            @Override
            public void publish() throws CommitOutcomeUnknown {
                super.publish();
                throw new IllegalStateException("the journal's disk is full");
            }
        });

        assertThat(states(outcome)).containsExactly(State.PUBLISHED, State.PUBLISHED);
        assertThat(outcome.failure()).isPresent();
        assertThat(outcome.standings().get(1).reason()).isEqualTo("the journal's disk is full");
        tables.requireNew();
    }

    @Test
    void saysThatTheFirstCouldNotBeTakenBackAndThatALaterOneWasNotBegun() throws Exception {
        TestMember first = new TestMember(tables.first()) {
            @Override
            public void rollBack(String reason) {
                throw PublishError.notReconciled(name(), "a tag is missing");
            }
        };

        Outcome outcome = ordered(first, failing(tables.second()), member(tables.second()));

        assertThat(outcome.standings())
                .containsExactly(
                        new Standing("db.t1", State.NOT_ROLLED_BACK, "Cannot publish to db.t1: a tag is missing"),
                        new Standing("db.t2", State.NOT_PUBLISHED, "out of order"),
                        new Standing("db.t2", State.NOT_PUBLISHED, "it was not begun"));
        assertThat(outcome.isMixed()).isTrue();
    }

    private static Outcome ordered(TestMember... members) throws CommitOutcomeUnknown {
        return new OrderedPublication(List.of(members)).publish();
    }

    private static List<State> states(Outcome outcome) {
        return outcome.standings().stream().map(Standing::state).toList();
    }

    private static TestMember member(Backfill backfill) {
        return new TestMember(backfill);
    }

    private static TestMember failing(Backfill backfill) {
        return new TestMember(backfill) {
            @Override
            public void publish() {
                throw new IllegalStateException("out of order");
            }
        };
    }

    private static class TestMember implements OrderedPublication.Member {
        private final Backfill backfill;

        TestMember(Backfill backfill) {
            this.backfill = backfill;
        }

        @Override
        public String name() {
            return Warehouse.idOf(backfill.table).toString();
        }

        @Override
        public void check() throws CommitOutcomeUnknown {
            if (!backfill.publication().drift(backfill.request()).isEmpty()) {
                throw drifted();
            }
        }

        @Override
        public boolean isCurrent() {
            return new CurrentPublication(backfill.table, backfill.plan.refs())
                    .snapshotId()
                    .isPresent();
        }

        @Override
        public void publish() throws CommitOutcomeUnknown {
            boolean published = backfill.publication()
                    .publish(backfill.request(), Consent.NOT_NEEDED)
                    .fold(done -> true, drifted -> false);
            if (!published) {
                throw drifted();
            }
        }

        @Override
        public void rollBack(String reason) throws CommitOutcomeUnknown {
            long snapshotId =
                    backfill.table.refs().get(Backfill.REFS.publishedTag()).snapshotId();
            backfill.rollback()
                    .rollBack(
                            new RollbackRequest(backfill.plan, snapshotId, RollbackRequest.LaterWrites.KEEP, reason),
                            Consent.NOT_NEEDED);
        }

        private AmendException drifted() {
            return PublishError.notReconciled(name(), "it has drifted");
        }
    }
}
