package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static dev.amend.engine.command.TwoBackfills.NEW;
import static dev.amend.engine.command.TwoBackfills.OLD;
import static dev.amend.engine.command.TwoBackfills.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.engine.approval.ApprovalVerdict;
import dev.amend.engine.journal.HeldLease;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.process.Termination;
import dev.amend.engine.publish.JointRelease;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.publish.Releases;
import dev.amend.engine.reports.ReportSummary;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.publish.guard.CommitOutcomeUnknown;
import dev.amend.publish.step.PublishListener;
import dev.amend.specs.ApprovalRule;
import dev.amend.specs.TableId;
import dev.amend.specs.error.AmendException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two backfills become current in one commit of a catalog, and their journals say so. */
final class OneCommitIT {

    @TempDir
    private Path dir;

    /** How many tables each commit had that the catalog received. */
    private final List<Integer> received = new ArrayList<>();

    @Test
    void recordsBothThoughTheCatalogsAnswerWasLost() throws Exception {
        try (TwoBackfills two = TwoBackfills.create(dir).approved()) {
            assertThatThrownBy(() -> publish(two, commits -> {
                        throw new CommitStateUnknownException(new RuntimeException("504"));
                    }))
                    .isInstanceOf(CommitOutcomeUnknown.class);
            assertThat(two.firstRange()).isEqualTo(OLD);
            assertThat(two.state(ID)).isEqualTo("APPROVED");

            List<ReleaseRecord> releases = publish(two, commits -> {
                commits.forEach(commit -> apply(two, commit));
                throw new CommitStateUnknownException(new RuntimeException("504"));
            });

            assertThat(received).containsExactly(2, 2);
            assertThat(releases).extracting(release -> release.how().name()).containsExactly("COMMIT", "COMMIT");
            assertThat(two.firstRange()).isEqualTo(NEW);
            assertThat(two.secondRange()).isEqualTo(NEW);
            assertThat(two.state(ID)).isEqualTo("PUBLISHED");
            assertThat(two.state(OTHER)).isEqualTo("PUBLISHED");

            assertThat(publish(two, commits -> {
                        throw new AssertionError("Sent again");
                    }))
                    .isEqualTo(releases);
            two.world().run(0, "verify", OTHER);
            two.world().run(0, "rollback", ID, "--reason", "the ledger disagrees");
            assertThat(two.firstRange()).isEqualTo(OLD);
        }
    }

    @Test
    void driftOfOneKeepsBothAsTheyWere() throws Exception {
        try (TwoBackfills two = TwoBackfills.create(dir).approved()) {
            two.late();

            assertThatThrownBy(() -> publish(two, commits -> {
                        throw new AssertionError("Sent");
                    }))
                    .isInstanceOfSatisfying(
                            AmendException.class, e -> assertThat(e.code()).isEqualTo(ReleaseCode.DRIFT))
                    .hasMessageStartingWith("Nothing is published: Cannot publish costs-fix: the target changed");
            assertThat(two.firstRange()).isEqualTo(OLD);
            assertThat(two.state(ID)).isEqualTo("APPROVED");
        }
    }

    private interface Answer {
        void to(List<TableCommit> commits);
    }

    private List<ReleaseRecord> publish(TwoBackfills two, Answer catalog)
            throws IOException, InterruptedException, CommitOutcomeUnknown {
        Lakehouse lakehouse = two.world().lake().lakehouse();
        Journal first = two.world().journal(ID);
        Journal second = two.world().journal(OTHER);
        try (HeldLease one = two.world().leases().acquire(first.id(), "run-1");
                HeldLease other = two.world().leases().acquire(second.id(), "run-2")) {
            return new JointRelease(
                            List.of(part(lakehouse, first, one), part(lakehouse, second, other)),
                            Optional.of(commits -> {
                                received.add(commits.size());
                                catalog.to(commits);
                            }),
                            PublishListener.NONE)
                    .publish();
        }
    }

    private static JointRelease.Part part(Lakehouse lakehouse, Journal journal, HeldLease lease) {
        FrozenBackfill backfill = SparkWiring.frozen(journal);
        Clock clock = Clock.systemUTC();
        ApprovalVerdict approval = ApprovalVerdict.of(
                ReportSummary.of(journal).map(ReportSummary::digest),
                journal.approvals(),
                ApprovalRule.ANYONE,
                Set.of(),
                clock.instant());
        Releases releases =
                new Releases(lakehouse, backfill, journal.heldBy(lease), "maria", clock, Termination.unwatched());
        return new JointRelease.Part(backfill, journal, releases, approval);
    }

    /** As a server does for each table. */
    private static void apply(TwoBackfills two, TableCommit commit) {
        var table = two.world()
                .lake()
                .lakehouse()
                .table(TableId.parse(commit.identifier().toString()));
        TableOperations operations = ((HasTableOperations) table).operations();
        TableMetadata base = operations.current();
        commit.requirements().forEach(requirement -> requirement.validate(base));
        TableMetadata.Builder builder = TableMetadata.buildFrom(base);
        commit.updates().forEach(update -> update.applyTo(builder));
        operations.commit(base, builder.build());
    }
}
