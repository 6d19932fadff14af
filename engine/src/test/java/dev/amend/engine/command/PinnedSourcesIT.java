package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources are read at one snapshot for as long as a backfill takes, whatever others do to them. */
final class PinnedSourcesIT {
    private static final String TAG = "amend_tax_fix_events";

    @TempDir
    private Path dir;

    private SmallWorld world;

    @BeforeEach
    void halfBuilt() throws Exception {
        world = SmallWorld.create(dir);
        world.assumeProved();
        world.run(7, "run", world.specification(), "--max-batches", "2");
    }

    @Test
    void aTagKeepsThePinnedSnapshotFromExpiringUntilRetirement() {
        SnapshotRef tag = events().refs().get(TAG);
        assertThat(tag.isTag()).isTrue();
        assertThat(tag.maxRefAgeMs()).isPositive();

        changeAndExpire();
        world.run(0, "run", world.specification());
        world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
        world.run(0, "publish", SmallWorld.ID);
        assertThat(world.lake().range()).isEqualTo("560 rows, gross 57680.00, net 51520.00");

        world.run(0, "rollback", SmallWorld.ID, "--reason", "to see");
        world.run(0, "retire", SmallWorld.ID, "--by", "olga");
        assertThat(events().refs()).doesNotContainKey(TAG);
    }

    @Test
    void aPinThatIsGoneAllTheSameIsNamedAndARebasePinsAgain() {
        events().manageSnapshots().removeTag(TAG).commit();
        changeAndExpire();

        assertThat(world.run(3, "run", world.specification()).err())
                .contains("staging.events", "source 'events'", "amend rebase tax-fix");
        assertThat(world.run(0, "status", SmallWorld.ID).out()).contains("HALTED", "amend rebase");

        assertThat(world.run(0, "rebase", SmallWorld.ID).out())
                .contains("4 batch(es) are due again", "expired snapshot");
        world.run(0, "run", world.specification());
        assertThat(events().refs().get(TAG).snapshotId())
                .isEqualTo(events().currentSnapshot().snapshotId());
        world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
        world.run(0, "publish", SmallWorld.ID);
    }

    @Test
    void aBuiltBackfillNeedsNoSourceAnyMore() {
        world.run(0, "run", world.specification());
        events().manageSnapshots().removeTag(TAG).commit();
        changeAndExpire();

        world.run(0, "run", world.specification());
        world.run(0, "approve", SmallWorld.ID, "--by", "olga", "--reason", "the figures are right");
        world.run(0, "publish", SmallWorld.ID);
    }

    @Test
    void aSourceThatCannotBeTaggedIsAWarningAndTheRunGoesOn() throws Exception {
        events().manageSnapshots().removeTag(TAG).commit();
        forbidWritesToEvents();

        assertThat(world.run(0, "run", world.specification()).err())
                .contains("warning: Cannot hold snapshot", "source 'events'", "5 days", TAG);
    }

    private void changeAndExpire() {
        world.lake().sql("insert into staging.events values (date'2026-02-20', 'late', 1, 1)");
        world.lake()
                .sql(
                        "call lake.system.expire_snapshots(table => 'staging.events', older_than => timestamp'2099-01-01 00:00:00', retain_last => 1)");
    }

    /** As a catalog does for whoever may only read a table. */
    private void forbidWritesToEvents() throws Exception {
        try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("warehouse/catalog.db"));
                Statement statement = catalog.createStatement()) {
            statement.execute("""
                    create trigger read_only before update on iceberg_tables when old.table_name = 'events'
                    begin select raise(abort, 'permission denied'); end""");
        }
    }

    private Table events() {
        return world.lake().lakehouse().table(dev.amend.specs.TableId.parse("staging.events"));
    }
}
