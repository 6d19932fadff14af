package dev.amend.publish.view;

import static dev.amend.publish.view.ViewBackfill.NEW;
import static dev.amend.publish.view.ViewBackfill.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.range.RangeChange;
import dev.amend.publish.rollback.RollbackRequest;
import dev.amend.publish.rollback.RollbackRequest.LaterWrites;
import dev.amend.publish.rollback.RollbackResult;
import dev.amend.publish.rollback.RollbackResult.How;
import dev.amend.publish.rollback.RollbackResult.RolledBack;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.ViewCatalog;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Consumers read the target again by one replacement of their view. */
final class ViewRollbackIT {
    @TempDir
    private Path dir;

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void setsTheViewBackToTheVersionItHadBefore(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        int before = backfill.metadata().currentVersionId();
        backfill.publish();

        RolledBack rolledBack = backfill.rollBack();

        assertThat(rolledBack).isEqualTo(new RolledBack(backfill.plan.baselineSnapshotId(), How.VIEW, false));
        assertThat(backfill.rollBack().already()).isTrue();
        assertThat(backfill.read()).isEqualTo(OLD);
        assertThat(backfill.metadata().currentVersionId()).isEqualTo(before);
        assertThat(backfill.metadata().properties()).containsEntry("amend.rolled-back.tax-fix.reason", "wrong tax");
        assertThatThrownBy(() -> backfill.withEpoch(3).publish())
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot publish again: the publication through view db.current was rolled back");
        assertThat(backfill.read()).isEqualTo(OLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void leavesTheViewAloneWithoutConsent(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        long published = backfill.publish().snapshotId();
        RollbackRequest request = new RollbackRequest(backfill.plan, published, LaterWrites.KEEP, "wrong tax");

        assertThatThrownBy(() -> backfill.rollBack(request, () -> {
                    throw new IllegalStateException("paused by olga");
                }))
                .hasMessage("paused by olga");

        assertThat(backfill.read()).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void writesTheOldQueryAgainWhereItsVersionWasExpired(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        ((ViewCatalog) backfill.warehouse.catalog())
                .loadView(backfill.place.viewId())
                .updateProperties()
                .set("version.history.num-entries", "1")
                .commit();
        String before = backfill.sql();
        backfill.publish();
        assertThat(backfill.metadata().versions()).hasSize(1);

        backfill.rollBack();

        assertThat(backfill.sql()).isEqualTo(before);
        assertThat(backfill.read()).isEqualTo(OLD);
        assertThat(backfill.metadata().currentVersion().summary())
                .containsEntry("amend.kind", "rollback")
                .containsEntry("amend.reason", "wrong tax");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void isRefusedIfOthersWroteToTheShadowTableUnlessTheirRowsMayGo(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        backfill.append(backfill.place.requiredShadow(), "live-2024-01-04");
        backfill.append(backfill.place.requiredShadow(), "live-2024-01-09");

        List<RangeChange> later = drift(backfill.rollBack(LaterWrites.KEEP));
        assertThat(later)
                .extracting(change -> change.partitions().size())
                .as("one inside of the range, one outside")
                .containsExactly(1, 0);
        assertThat(backfill.read()).hasSize(6);

        backfill.rollBack(LaterWrites.DISCARD);
        assertThat(backfill.read()).isEqualTo(OLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void doesNotMindACompactionOfTheShadowTable(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        Table shadow = backfill.place.requiredShadow();
        shadow.newRewrite()
                .deleteFile(Warehouse.find(shadow, "new-2024-01-02"))
                .addFile(ViewBackfill.file(shadow, "compacted-new-2024-01-02"))
                .commit();

        assertThat(backfill.rollBack().already()).isFalse();

        assertThat(backfill.read()).isEqualTo(OLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void leavesAViewAloneThatSomebodyElseReplaced(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        backfill.warehouse.view("current", "select id from db.amend_tax_fix");

        assertThatThrownBy(backfill::rollBack)
                .isInstanceOf(AmendException.class)
                .hasMessageStartingWith(
                        "Cannot roll back: somebody else replaced view db.current since it was published; it is version ")
                .hasMessageEndingWith("now,  spark: select id from db.amend_tax_fix");

        assertThat(backfill.read()).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void marksAViewThatSomebodySetBackByHand(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        backfill.replaceView("select id, amount from %s");
        int byHand = backfill.metadata().currentVersionId();

        assertThat(backfill.rollBack().already()).isFalse();

        assertThat(backfill.metadata().currentVersionId()).isEqualTo(byHand);
        assertThat(backfill.rollBack().already()).isTrue();
        assertThat(backfill.retire().notes()).containsExactly("shadow table db.amend_tax_fix was dropped");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void tellsOfAReplacementThatArrivesWithItsOwn(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog())
                .after(() -> backfill.warehouse.view("current", "select id from db.amend_tax_fix"));

        assertThatThrownBy(() -> backfill.through(views).rollBack())
                .hasMessageContaining("somebody else replaced")
                .isInstanceOf(AmendException.class);

        assertThat(backfill.sql())
                .as("only a REST catalog applies a change that was made for an earlier version")
                .isEqualTo(
                        kind == Catalogs.Kind.REST
                                ? "select * from " + backfill.place.targetId()
                                : "select id from db.amend_tax_fix");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void saysWhenRowsArriveWithTheReplacement(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        FaultyViews views = new FaultyViews(backfill.warehouse.catalog())
                .after(() -> backfill.append(backfill.place.requiredShadow(), "live-2024-01-04"));

        assertThatThrownBy(() -> backfill.through(views).rollBack())
                .hasMessageStartingWith(
                        "View db.current reads %s again, but others wrote to db.amend_tax_fix at the same moment"
                                .formatted(backfill.place.targetId()));

        assertThat(backfill.rollBack().already()).isTrue();
        assertThat(backfill.read()).isEqualTo(OLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void changesNothingIfAnOldFileIsGone(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        Table target = backfill.place.target();
        target.io().deleteFile(Warehouse.find(target, "old-2024-01-03").location());

        assertThatThrownBy(backfill::rollBack)
                .hasMessageStartingWith("Cannot roll back, nothing was changed: 1 of 4 old files are missing: ");

        assertThat(backfill.read()).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void refusesWhatWasNeverPublished(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));

        assertThatThrownBy(backfill::rollBack).hasMessageStartingWith("Cannot roll back: the table has no publication");
    }

    private static List<RangeChange> drift(RollbackResult result) {
        return result.fold(
                rolledBack -> {
                    throw new AssertionError("Rolled back: " + rolledBack);
                },
                RollbackResult.Drifted::changes);
    }
}
