package dev.amend.publish.branch;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.range.RangeInspection;
import dev.amend.publish.retirement.Retirement;
import dev.amend.publish.rollback.Rollback;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.shadow.CommittedBatch;
import dev.amend.publish.shadow.ScratchBranch;
import dev.amend.specs.Batch;
import java.time.Clock;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;

/** A part of a backfill's life that its journal tells of once it is over. Until then it may be begun again. */
enum CrashStage {
    PREPARE {
        @Override
        void take(CrashRun run) throws CommitOutcomeUnknown {
            run.shadow().prepare();
        }
    },
    BUILD_FIRST {
        @Override
        void take(CrashRun run) {
            build(run, Backfill.FIRST, 1, "new-2024-01-01", "new-2024-01-02");
        }
    },
    BUILD_SECOND {
        @Override
        void take(CrashRun run) {
            build(run, Backfill.SECOND, 1, "new-2024-01-03", "new-2024-01-04");
        }
    },
    BUILD_FIRST_AGAIN {
        @Override
        void take(CrashRun run) {
            build(run, Backfill.FIRST, 2, "newer-2024-01-01", "newer-2024-01-02");
        }
    },
    /** Goes on once someone else has committed. */
    AWAIT_LIVE {
        @Override
        void take(CrashRun run) throws InterruptedException {
            run.awaitLiveCommit();
        }
    },
    PUBLISH {
        @Override
        void take(CrashRun run) throws CommitOutcomeUnknown {
            Publication publication =
                    new Publication(run.backfill().table, run.backfill().rows, Clock.systemUTC(), run.killSwitch());
            run.published(publication
                    .publish(run.backfill().request(), Consent.NOT_NEEDED)
                    .fold(PublicationResult.Published::snapshotId, drifted -> {
                        throw new AssertionError("Drifted: " + drifted);
                    }));
        }
    },
    ROLL_BACK {
        @Override
        void take(CrashRun run) throws CommitOutcomeUnknown {
            RollbackRequest request = new RollbackRequest(
                    run.backfill().plan, run.published(), RollbackRequest.LaterWrites.KEEP, "wrong tax");
            new Rollback(run.backfill().table, run.backfill().rows, Clock.systemUTC(), run.killSwitch())
                    .rollBack(request, Consent.NOT_NEEDED)
                    .fold(RollbackResult.RolledBack::snapshotId, drifted -> {
                        throw new AssertionError("Drifted: " + drifted);
                    });
        }
    },
    RETIRE {
        @Override
        void take(CrashRun run) throws CommitOutcomeUnknown {
            new Retirement(run.backfill().table, run.killSwitch()).retire(run.backfill().plan);
        }
    },
    USE_SCRATCH {
        @Override
        void take(CrashRun run) throws CommitOutcomeUnknown {
            Backfill backfill = run.backfill();
            ScratchBranch scratch = new ScratchBranch(backfill.table, Backfill.REFS, run.killSwitch());
            String branch = scratch.create(backfill.plan.baselineSnapshotId());
            backfill.table
                    .newAppend()
                    .appendFile(backfill.file("scratch-2024-01-01"))
                    .toBranch(branch)
                    .commit();
            scratch.drop();
        }
    },
    OTHERS_DELETE_A_ROW {
        @Override
        void take(CrashRun run) {
            Table table = run.freshTable();
            boolean isDeleted = new RangeInspection(table, Backfill.RANGE)
                    .mayHaveDeletes(table.currentSnapshot().snapshotId());
            if (!isDeleted) {
                LateWrite.ROW_DELETE.to(table);
            }
            run.killSwitch().reached("after " + this);
        }
    },
    OTHERS_DROP_A_TAG {
        @Override
        void take(CrashRun run) {
            byHand(run, table -> {
                if (table.refs().containsKey(Backfill.REFS.publishedTag())) {
                    table.manageSnapshots()
                            .removeTag(Backfill.REFS.publishedTag())
                            .commit();
                }
            });
        }
    },
    OTHERS_MOVE_MAIN_BACK {
        @Override
        void take(CrashRun run) {
            long baseline = run.backfill().plan.baselineSnapshotId();
            byHand(run, table -> {
                if (table.currentSnapshot().snapshotId() != baseline) {
                    table.manageSnapshots().rollbackTo(baseline).commit();
                }
            });
        }
    },
    OTHERS_WRITE_INTO_THE_RANGE {
        @Override
        void take(CrashRun run) {
            if (!Warehouse.main(run.freshTable()).contains(DRIFT)) {
                run.backfill().append(DRIFT);
            }
        }
    },
    /** As an engine records its new plan before it moves the tag. */
    CHOOSE_BASELINE {
        @Override
        void take(CrashRun run) {
            run.baseline(run.freshTable().currentSnapshot().snapshotId());
        }
    },
    MOVE_BASELINE {
        @Override
        void take(CrashRun run) throws CommitOutcomeUnknown {
            long tagged = run.freshTable().snapshot(Backfill.REFS.baselineTag()).snapshotId();
            run.shadow().moveBaseline(tagged);
        }
    };

    /** What others write into the range. */
    static final String DRIFT = "drift-2024-01-02";

    private static final int MOST_TRIES = 20;

    abstract void take(CrashRun run) throws CommitOutcomeUnknown, InterruptedException;

    /** People try again when a live commit was faster; Iceberg's own changes of refs do not. */
    private static void byHand(CrashRun run, Consumer<Table> change) {
        for (int tries = 1; ; tries++) {
            try {
                change.accept(run.freshTable());
                return;
            } catch (CommitFailedException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static void build(CrashRun run, Batch batch, int attempt, String... files) {
        CommittedBatch committed = run.shadow().committedBatches().get(batch.id());
        if (committed == null || committed.attempt() < attempt) {
            String step = "BATCH %s %d".formatted(batch.id(), attempt);
            run.killSwitch().reached("before " + step);
            run.backfill().build(batch, attempt, files);
            run.killSwitch().reached("after " + step);
        }
    }
}
