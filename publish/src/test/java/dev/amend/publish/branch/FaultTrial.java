package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.PublicationResult.Published;
import dev.amend.publish.fixture.CommitFault.Fate;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.step.PublishListener;
import dev.amend.publish.step.PublishStep;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** One publication of which one commit goes wrong, and what must hold whatever the catalog did and said. */
final class FaultTrial {

    /** What happens after a commit arrived and before anyone can look what became of it. */
    enum Meanwhile {
        NOTHING,
        /** A live pipeline commits. */
        OTHERS_COMMIT,
        /** And so nobody can look. */
        NOTHING_CAN_BE_LOADED
    }

    /** How the call to publish ended. */
    enum Outcome {
        PUBLISHED,
        UNKNOWN
    }

    private static final Set<String> OLD = names("old");
    private static final Set<String> NEW = names("new");

    private final Backfill backfill;
    private final Set<String> live = new ConcurrentSkipListSet<>();

    private FaultTrial(Backfill backfill) {
        this.backfill = backfill;
    }

    static FaultTrial of(Warehouse warehouse, int formatVersion, PublicationCommit commit) throws CommitOutcomeUnknown {
        FaultTrial trial = new FaultTrial(commit.built(warehouse, formatVersion));
        trial.live.add("old-" + Backfill.DAY_AFTER);
        if (commit == PublicationCommit.ON_A_LIVE_MAIN) {
            trial.live.add(PublicationCommit.LIVE);
        }
        return trial;
    }

    /** The formats by turns, so that each fault meets one on a quiet main and the other on a live one. */
    static int format(PublicationCommit commit, int turn) {
        return 2 + (commit == PublicationCommit.ON_A_QUIET_MAIN ? turn : turn + 1) % 2;
    }

    Table table() {
        return backfill.table;
    }

    /** A live pipeline appends, and is told that it did. */
    void append(String name) {
        backfill.append(name);
        live.add(name);
    }

    /**
     * Publishes through a table whose commits may go wrong.
     *
     * @param fault asks for the fault; called once, right before the commit of the trial
     */
    Outcome publish(Table faulty, Runnable fault) {
        Publication publication =
                new Publication(faulty, backfill.rows, Clock.systemUTC(), new OnceBefore(PublishStep.OVERWRITE, fault));
        PublicationRequest request = backfill.request();
        try {
            return publication.publish(request, Consent.NOT_NEEDED).fold(published -> Outcome.PUBLISHED, drifted -> {
                throw new AssertionError("Drifted: " + drifted);
            });
        } catch (CommitOutcomeUnknown e) {
            assertThat(e)
                    .hasMessageStartingWith(
                            "Cannot tell whether the commit to %s was applied".formatted(faulty.name()));
            return Outcome.UNKNOWN;
        }
    }

    /** Main has all of the new data or all of the old, as the call said; if it said nothing, as the catalog did. */
    void requireWhatWasSaid(Outcome outcome, Fate fate) {
        boolean published = outcome == Outcome.PUBLISHED || fate == Fate.APPLIED;
        requireMain(published ? NEW : OLD);
        assertThat(publications()).hasSize(published ? 1 : 0);
    }

    /** Another process publishes: it finds what there is, or does what is missing. */
    void requirePublishedByTheNextCall() throws CommitOutcomeUnknown {
        boolean already = !publications().isEmpty();

        Published published =
                backfill.on(backfill.warehouse.reload(backfill.table)).publish();

        assertThat(published.already()).isEqualTo(already);
        requireMain(NEW);
        requireNoMixedWorld();
        assertThat(publications()).extracting(Snapshot::snapshotId).containsExactly(published.snapshotId());
        requireWayBack(published);
    }

    private void requireWayBack(Published published) {
        assertThat(backfill.table.refs().get(Backfill.REFS.previousTag()).snapshotId())
                .isEqualTo(published.previousHead());
        assertThat(inRange(Warehouse.at(backfill.table, published.previousHead())))
                .isEqualTo(OLD);
    }

    private void requireMain(Set<String> range) {
        Set<String> expected = new TreeSet<>(range);
        expected.addAll(live);
        assertThat(Warehouse.main(backfill.table)).isEqualTo(expected);
    }

    /** Of all that main ever was after the backfill began, and so of all that any consumer may have read. */
    private void requireNoMixedWorld() {
        assertThat(backfill.table.history())
                .extracting(HistoryEntry::snapshotId)
                .contains(backfill.plan.baselineSnapshotId())
                .allSatisfy(id ->
                        assertThat(inRange(Warehouse.at(backfill.table, id))).isIn(OLD, NEW));
        assertThat(SnapshotUtil.currentAncestorIds(backfill.table))
                .allSatisfy(id ->
                        assertThat(inRange(Warehouse.at(backfill.table, id))).isIn(OLD, NEW));
    }

    private List<Snapshot> publications() {
        backfill.table.refresh();
        return StreamSupport.stream(
                        SnapshotUtil.currentAncestors(backfill.table).spliterator(), false)
                .filter(snapshot -> "publish".equals(snapshot.summary().get("amend.kind")))
                .toList();
    }

    private static Set<String> inRange(Set<String> names) {
        return names.stream()
                .filter(name -> !name.endsWith(Backfill.DAY_AFTER))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(String prefix) {
        return Backfill.DAYS.stream().map(day -> prefix + "-" + day).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Does something before a step is taken for the first time. */
    private static final class OnceBefore implements PublishListener {
        private final PublishStep step;
        private final Runnable what;
        private boolean isDone;

        OnceBefore(PublishStep step, Runnable what) {
            this.step = step;
            this.what = what;
        }

        @Override
        public void before(PublishStep taken) {
            if (taken == step && !isDone) {
                isDone = true;
                what.run();
            }
        }
    }
}
