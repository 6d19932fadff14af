package dev.amend.publish.branch;

import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.shadow.Shadow;
import dev.amend.publish.shadow.ShadowBranch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;

/** A process that carries a backfill on from where its journal says, to the end of its life. */
final class CrashRun {
    /** What it says when it begins to work. */
    static final String READY = "ready";

    private static final int LOOKS = 6000;
    private static final int MILLIS_BETWEEN_LOOKS = 10;

    private final Path folder;
    private final Warehouse warehouse;
    private final long epoch;
    private final KillSwitch killSwitch;
    private CrashJournal journal;
    private Backfill backfill;

    private CrashRun(Path folder, Warehouse warehouse, long epoch, KillSwitch killSwitch) throws IOException {
        this.folder = folder;
        this.warehouse = warehouse;
        this.epoch = epoch;
        this.killSwitch = killSwitch;
        this.journal = CrashJournal.read(folder);
        this.backfill = Backfill.resumed(warehouse, warehouse.first(), journal.baseline(), epoch);
    }

    /** Arguments: folder, life, epoch, the point at which it kills itself. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (Warehouse warehouse = Warehouse.reopened(folder)) {
            CrashRun run = new CrashRun(folder, warehouse, Long.parseLong(arguments[2]), new KillSwitch(arguments[3]));
            run.killSwitch.reached(READY);
            run.toTheEndOf(CrashLife.valueOf(arguments[1]));
        }
        // Not at the end of main: the pools of Iceberg end late
        System.exit(0);
    }

    private void toTheEndOf(CrashLife life) throws IOException, CommitOutcomeUnknown, InterruptedException {
        List<CrashStage> stages = life.stages();
        while (journal.stagesDone() < stages.size()) {
            stages.get(journal.stagesDone()).take(this);
            journal = new CrashJournal(journal.stagesDone() + 1, journal.baseline(), journal.published());
            journal.write(folder);
        }
    }

    Backfill backfill() {
        return backfill;
    }

    KillSwitch killSwitch() {
        return killSwitch;
    }

    Shadow shadow() {
        return new ShadowBranch(backfill.table, backfill.plan, Clock.systemUTC(), killSwitch);
    }

    Table freshTable() {
        return warehouse.reload(backfill.table);
    }

    long published() {
        return journal.published();
    }

    /** Goes into the journal with the end of the stage, as a crash may come before. */
    void published(long snapshotId) {
        journal = new CrashJournal(journal.stagesDone(), journal.baseline(), snapshotId);
    }

    void baseline(long snapshotId) {
        journal = new CrashJournal(journal.stagesDone(), snapshotId, journal.published());
        backfill = Backfill.resumed(warehouse, backfill.table, snapshotId, epoch);
    }

    void awaitLiveCommit() throws InterruptedException {
        Table table = freshTable();
        long head = table.currentSnapshot().snapshotId();
        for (int look = 0; look < LOOKS; look++) {
            table.refresh();
            if (table.currentSnapshot().snapshotId() != head) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
        }
        throw new IllegalStateException("Nobody commits");
    }
}
