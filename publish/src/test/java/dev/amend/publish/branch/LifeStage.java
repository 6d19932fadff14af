package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitKind;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.retirement.Retirement.Retired;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.rollback.RollbackResult.RolledBack;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowBranch;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;

/** Where a backfill may be when others maintain its table, and what its owner does next. */
enum LifeStage {
    REFS_CREATED(Next.PUBLISH) {
        @Override
        void reach(Backfill backfill) {
            Shadow shadow = new ShadowBranch(
                    backfill.table, backfill.plan, Clock.systemUTC(), new CrashAfter(PublishStep.CREATE_REFS));
            assertThatThrownBy(shadow::prepare).isInstanceOf(CrashAfter.Crash.class);
        }
    },
    RANGE_CLEARED(Next.PUBLISH) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            backfill.shadow().prepare();
        }
    },
    PARTLY_BUILT(Next.PUBLISH) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            RANGE_CLEARED.reach(backfill);
            buildIfMissing(backfill, Backfill.FIRST, "new-2024-01-01", "new-2024-01-02");
        }
    },
    BUILT(Next.PUBLISH) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            backfill.build();
        }
    },
    BUILT_BESIDE_LIVE_COMMITS(Next.PUBLISH) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            BUILT.reach(backfill);
            backfill.append("live-2024-01-05");
            backfill.append("live2-2024-01-05");
        }
    },
    COMMITTED_QUIETLY(Next.ROLL_BACK) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            BUILT.reach(backfill);
            assertThat(backfill.publish().how()).isEqualTo(PublicationResult.How.COMMIT);
        }
    },
    COMMITTED(Next.ROLL_BACK) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            BUILT_BESIDE_LIVE_COMMITS.reach(backfill);
            assertThat(backfill.publish().how()).isEqualTo(PublicationResult.How.COMMIT);
        }
    },
    LIVE_COMMITS_ON_A_QUIET_COMMIT(Next.ROLL_BACK) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            COMMITTED_QUIETLY.reach(backfill);
            appendLater(backfill);
        }
    },
    LIVE_COMMITS_ON_A_COMMIT(Next.ROLL_BACK) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            COMMITTED.reach(backfill);
            appendLater(backfill);
        }
    },
    QUIET_COMMIT_ROLLED_BACK_BY_REFERENCE(Next.RETIRE) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            COMMITTED_QUIETLY.reach(backfill);
            assertThat(rollBack(backfill, publication(backfill)).how()).isEqualTo(RollbackResult.How.REFERENCE);
        }
    },
    COMMIT_ROLLED_BACK_BY_REFERENCE(Next.RETIRE) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            COMMITTED.reach(backfill);
            assertThat(rollBack(backfill, publication(backfill)).how()).isEqualTo(RollbackResult.How.REFERENCE);
        }
    },
    ROLLED_BACK_BY_COPIES(Next.RETIRE) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            LIVE_COMMITS_ON_A_COMMIT.reach(backfill);
            assertThat(rollBack(backfill, publication(backfill)).how()).isEqualTo(RollbackResult.How.COPIES);
        }
    },
    RETIRED_AFTER_A_QUIET_COMMIT(Next.NOTHING) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            LIVE_COMMITS_ON_A_QUIET_COMMIT.reach(backfill);
            retire(backfill);
        }
    },
    RETIRED_AFTER_A_COMMIT(Next.NOTHING) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            LIVE_COMMITS_ON_A_COMMIT.reach(backfill);
            retire(backfill);
        }
    },
    RETIRED_AFTER_A_ROLLBACK_BY_REFERENCE(Next.NOTHING) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            COMMIT_ROLLED_BACK_BY_REFERENCE.reach(backfill);
            retire(backfill);
            appendLater(backfill);
        }
    },
    RETIRED_AFTER_A_ROLLBACK_BY_COPIES(Next.NOTHING) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            ROLLED_BACK_BY_COPIES.reach(backfill);
            retire(backfill);
            backfill.append("latest-2024-01-05");
        }
    },
    CANCELLED(Next.NOTHING) {
        @Override
        void reach(Backfill backfill) throws CommitOutcomeUnknown {
            BUILT_BESIDE_LIVE_COMMITS.reach(backfill);
            retire(backfill);
        }
    };

    /** What the owner does next, and what main must be then. */
    private enum Next {
        PUBLISH,
        ROLL_BACK,
        RETIRE,
        NOTHING
    }

    private final Next next;

    LifeStage(Next next) {
        this.next = next;
    }

    /** From a plan to this stage. */
    abstract void reach(Backfill backfill) throws CommitOutcomeUnknown;

    /** Nothing is left of the backfill's refs. */
    boolean isOver() {
        return next == Next.NOTHING;
    }

    /** The publication as a run notes it down when it has published; empty before. */
    static OptionalLong publication(Backfill backfill) {
        backfill.table.refresh();
        return StreamSupport.stream(backfill.table.snapshots().spliterator(), false)
                .filter(snapshot -> CommitKind.PUBLISH.marks(snapshot, backfill.plan.id()))
                .mapToLong(Snapshot::snapshotId)
                .findFirst();
    }

    /**
     * Carries the backfill on by another run, and checks what becomes of main.
     *
     * @param publication what was noted down
     */
    void goOn(Backfill backfill, OptionalLong publication) throws CommitOutcomeUnknown {
        Backfill nextRun =
                backfill.on(backfill.warehouse.reload(backfill.table)).withEpoch(2);
        Set<String> before = Warehouse.main(nextRun.table);
        switch (next) {
            case PUBLISH -> publish(nextRun, outsideOfRange(before));
            case ROLL_BACK -> {
                rollBack(nextRun, publication);
                assertThat(Warehouse.main(nextRun.table))
                        .hasSameSizeAs(before)
                        .noneMatch(name -> name.startsWith("new"))
                        .containsAll(outsideOfRange(before));
            }
            case RETIRE -> {
                retire(nextRun);
                assertThat(Warehouse.main(nextRun.table)).isEqualTo(before);
            }
            case NOTHING -> {
                assertThat(retire(nextRun)).isEqualTo(new Retired(0, 0, 0));
                nextRun.append("onwards-2024-01-05");
                assertThat(Warehouse.main(nextRun.table)).containsAll(before).hasSize(before.size() + 1);
            }
        }
    }

    private static Set<String> outsideOfRange(Set<String> names) {
        return names.stream().filter(name -> name.endsWith(Backfill.DAY_AFTER)).collect(Collectors.toSet());
    }

    private static void publish(Backfill backfill, Set<String> outside) throws CommitOutcomeUnknown {
        backfill.shadow().prepare();
        buildIfMissing(backfill, Backfill.FIRST, "new-2024-01-01", "new-2024-01-02");
        buildIfMissing(backfill, Backfill.SECOND, "new-2024-01-03", "new-2024-01-04");
        backfill.publish();

        assertThat(Warehouse.main(backfill.table))
                .containsAll(outside)
                .contains("new-2024-01-01", "new-2024-01-02", "new-2024-01-03", "new-2024-01-04")
                .hasSize(outside.size() + 4);
    }

    private static void buildIfMissing(Backfill backfill, Batch batch, String... files) {
        if (!backfill.shadow().committedBatches().containsKey(batch.id())) {
            backfill.build(batch, 1, files);
        }
    }

    private static void appendLater(Backfill backfill) {
        backfill.append("later-2024-01-05");
        backfill.append("later2-2024-01-05");
    }

    private static RolledBack rollBack(Backfill backfill, OptionalLong publication) throws CommitOutcomeUnknown {
        RollbackRequest request =
                new RollbackRequest(backfill.plan, publication.orElseThrow(), LaterWrites.KEEP, "wrong tax");
        return backfill.rollback().rollBack(request, Consent.NOT_NEEDED).fold(rolledBack -> rolledBack, drifted -> {
            throw new AssertionError("Drifted: " + drifted);
        });
    }

    private static Retired retire(Backfill backfill) throws CommitOutcomeUnknown {
        return new Retirement(backfill.table, PublishListener.NONE).retire(backfill.plan);
    }
}
