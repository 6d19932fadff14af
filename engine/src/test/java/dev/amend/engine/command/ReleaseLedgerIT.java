package dev.amend.engine.command;

import static dev.amend.engine.command.SmallWorld.ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code governance.data_releases} (W11): one entry for each publication, whatever came in between. */
final class ReleaseLedgerIT {
    private static final String ALL =
            "select concat_ws(' | ', collect_list(concat_ws(', ', dataset, release_id, source_range, "
                    + "approved_by, reason, issue, map_keys(pins)[0], if(rolled_back_at is null, 'current', 'rolled back')))) "
                    + "from governance.data_releases";
    private static final String ENTRY =
            "finance.revenue, tax-fix/1, 2026-01-05..2026-02-01, olga, Take the tax out of the net revenue, FIN-7, events, ";

    @TempDir
    private Path dir;

    @Test
    void tellsEachPublicationOnceAndItsRollback() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            world.run(0, "publish", ID);
            assertThat(world.lake().value(ALL)).isEqualTo(ENTRY + "current");
            assertThat(world.lake()
                            .value("select snapshot = %d and report_digest = '%s' from governance.data_releases"
                                    .formatted(
                                            world.journal().releases().get(0).snapshot(),
                                            world.journal().releases().get(0).reportDigest())))
                    .isEqualTo("true");

            world.run(0, "publish", ID);
            assertThat(world.lake().value(ALL)).as("published again").isEqualTo(ENTRY + "current");

            world.lake().sql("delete from governance.data_releases");
            world.run(0, "verify", ID);
            assertThat(world.lake().value(ALL))
                    .as("after a crash before the entry")
                    .isEqualTo(ENTRY + "current");
            String commits = world.lake().value("select count(*) from governance.data_releases.snapshots");
            world.run(0, "verify", ID);
            assertThat(world.lake().value("select count(*) from governance.data_releases.snapshots"))
                    .as("no commit without a change")
                    .isEqualTo(commits);

            world.run(0, "rollback", ID, "--reason", "just to see");
            assertThat(world.lake().value(ALL)).isEqualTo(ENTRY + "rolled back");
        }
    }

    @Test
    void publishesAlsoWhereTheTableCantBeWritten() throws IOException {
        try (SmallWorld world = SmallWorld.create(dir)) {
            world.approved();
            world.lake().sql("create namespace governance");
            world.lake().sql("create table governance.data_releases (somebody_elses int) using iceberg");

            TestProgram.Outcome published = world.run(0, "publish", ID);

            assertThat(published.err())
                    .contains(
                            "amend: warning: governance.data_releases could not be written, the release itself stands: ");
            assertThat(published.out()).contains("tax-fix is PUBLISHED");
        }
    }
}
