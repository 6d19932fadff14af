package dev.amend.publish.view;

import static dev.amend.publish.view.ViewBackfill.NEW;
import static dev.amend.publish.view.ViewBackfill.OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.fixture.Catalogs;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.retirement.Retirement.Retired;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.ViewCatalog;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Before and after: what a backfill through a view needs to begin, and what it leaves behind at its end. */
final class ViewRetirementIT {
    @TempDir
    private Path dir;

    @AutoClose
    private final Catalogs catalogs = new Catalogs();

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void keepsTheShadowTableThatIsLive(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();

        Retired retired = backfill.retire();

        assertThat(retired)
                .isEqualTo(new Retired(
                        2,
                        0,
                        0,
                        java.util.List.of(
                                "shadow table db.amend_tax_fix stays: it is the live table now; %s is not read through the view any more"
                                        .formatted(backfill.place.targetId()))));
        assertThat(backfill.place.target().refs()).containsOnlyKeys("main");
        assertThat(backfill.place.requiredShadow().refs()).containsOnlyKeys("main");
        assertThat(backfill.read()).isEqualTo(NEW);
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void dropsTheShadowTableAfterARollbackAndExactlyItsFiles(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.publish();
        backfill.rollBack();
        Table shadow = backfill.place.requiredShadow();
        Set<String> files = new ShadowTableFiles(shadow).paths();
        assertThat(files).hasSizeGreaterThan(10).allMatch(path -> Warehouse.exists(shadow, path));

        Retired retired = backfill.retire();

        assertThat(retired.notes()).containsExactly("shadow table db.amend_tax_fix was dropped");
        assertThat(retired.files()).isEqualTo(files.size());
        assertThat(backfill.place.shadow()).isEmpty();
        assertThat(files).noneMatch(path -> Warehouse.exists(shadow, path));
        assertThat(backfill.read()).isEqualTo(OLD);
        Table target = backfill.place.target();
        assertThat(target.refs()).containsOnlyKeys("main");
        assertThat(Warehouse.missingFiles(target, target.currentSnapshot().snapshotId()))
                .isEmpty();
        assertThat(backfill.retire().notes()).containsExactly("there is no shadow table");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void keepsAShadowTableThatAnotherViewReads(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        backfill.warehouse.view("preview", "select * from db.shops join `db`.`amend_tax_fix` using (id)");

        assertThat(backfill.retire().notes())
                .containsExactly("shadow table db.amend_tax_fix stays: it is read by db.preview");
        assertThat(backfill.place.shadow()).isPresent();

        ((ViewCatalog) backfill.warehouse.catalog()).dropView(Warehouse.named("preview"));
        assertThat(backfill.retire().notes()).containsExactly("shadow table db.amend_tax_fix was dropped");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void leavesTheFilesOfATableThatForbidsToDeleteThem(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));
        Table shadow = backfill.place.requiredShadow();
        shadow.updateProperties().set("gc.enabled", "false").commit();
        Set<String> files = new ShadowTableFiles(shadow).paths();

        Retired retired = backfill.retire();

        assertThat(retired.files()).isZero();
        assertThat(retired.notes())
                .containsExactly(
                        "shadow table db.amend_tax_fix was dropped", "its files stay, since it has gc.enabled=false");
        assertThat(files).allMatch(path -> Warehouse.exists(shadow, path));
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void theShadowTableIsLikeTheTarget(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.planned(catalogs.open(kind, dir));
        backfill.place
                .target()
                .updateProperties()
                .set("gc.enabled", "false")
                .set("write.parquet.compression-codec", "zstd")
                .set("write.data.path", "/elsewhere")
                .commit();
        backfill.place.target().replaceSortOrder().asc("id").commit();

        backfill.shadow().prepare();
        backfill.shadow().prepare();

        Table target = backfill.place.target();
        Table shadow = backfill.place.requiredShadow();
        assertThat(shadow.schema().sameSchema(target.schema())).isTrue();
        assertThat(shadow.spec()).isEqualTo(target.spec());
        assertThat(shadow.sortOrder().sameOrder(target.sortOrder())).isTrue();
        assertThat(shadow.properties())
                .containsEntry("write.parquet.compression-codec", "zstd")
                .doesNotContainKeys("gc.enabled", "write.data.path");
        assertThat(shadow.snapshots()).hasSize(1);
        assertThat(target.refs()).containsOnlyKeys("main", "sales_before");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void expiryByOthersLeavesTheHistoryOfTheShadowTableUntilItIsLive(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.built(catalogs.open(kind, dir));

        expireEverything(backfill.place.requiredShadow());
        assertThat(backfill.shadow().committedBatches()).hasSize(2);
        long published = backfill.publish().snapshotId();

        backfill.append(backfill.place.requiredShadow(), "live-2024-01-04");
        expireEverything(backfill.place.requiredShadow());
        assertThat(backfill.place.requiredShadow().snapshots()).hasSize(2);
        assertThat(backfill.publication().changesSince(backfill.plan, published))
                .hasSize(1);
    }

    private static void expireEverything(Table table) {
        table.expireSnapshots()
                .expireOlderThan(System.currentTimeMillis() + 1000)
                .commit();
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void aTableOfThatNameIsNotTouchedIfItIsSomebodyElses(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.planned(catalogs.open(kind, dir));
        backfill.warehouse.catalog().createTable(backfill.place.shadowId(), Warehouse.SALES);

        assertThatThrownBy(() -> backfill.shadow().prepare())
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot use table db.amend_tax_fix as shadow: it is there, and not of this backfill");
        assertThatThrownBy(backfill::retire)
                .hasMessage("Cannot use table db.amend_tax_fix as shadow: it is there, and not of this backfill");
    }

    @ParameterizedTest
    @EnumSource(names = {"IN_MEMORY", "JDBC", "REST"})
    void requiresAPlainViewAndAWholeTable(Catalogs.Kind kind) throws Exception {
        ViewBackfill backfill = ViewBackfill.planned(catalogs.open(kind, dir));
        ViewRequirements requirements = new ViewRequirements(backfill.place);
        requirements.check(backfill.plan.id(), backfill.plan.range());

        backfill.append(backfill.place.target(), "more-2024-01-09");
        assertThatThrownBy(() -> requirements.check(backfill.plan.id(), backfill.plan.range()))
                .hasMessage(
                        "Cannot publish %s through a view: the whole table changes hands, and it has rows outside of 2024-01-01..2024-01-04, in day=2024-01-09"
                                .formatted(backfill.place.targetId()));
        backfill.replaceView("select * from %s join db.shops using (id)");
        assertThatThrownBy(() -> requirements.check(backfill.plan.id(), backfill.plan.range()))
                .hasMessageStartingWith("Cannot publish through view db.current: it must be a plain select from ");
        ((ViewCatalog) backfill.warehouse.catalog()).dropView(backfill.place.viewId());
        assertThatThrownBy(() -> requirements.check(backfill.plan.id(), backfill.plan.range()))
                .hasMessageStartingWith("Cannot find view db.current in catalog ");
    }

    @Test
    void refusesACatalogWithoutViews() {
        Warehouse hadoop = catalogs.open(Catalogs.Kind.HADOOP, dir);

        assertThatThrownBy(() -> ViewPlace.in(
                        hadoop.catalog(), Warehouse.named("a"), Warehouse.named("b"), Warehouse.named("c")))
                .isInstanceOf(AmendException.class)
                .hasMessage("Cannot publish through view db.c: catalog hadoop has no views");
    }
}
