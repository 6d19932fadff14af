package dev.amend.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amend.publish.range.TableRange;
import dev.amend.publish.view.ViewRequirements;
import dev.amend.specs.Specification;
import dev.amend.specs.error.AmendException;
import java.nio.file.Path;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views are found behind Spark's catalogs, or it is said that there are none. */
final class CatalogWithViewsIT {
    private static final String TABLE = "create table %s.finance.revenue (day date, net int) partitioned by (day)";

    @TempDir
    private Path dir;

    /** As Spark has it unless told otherwise. */
    @Test
    void findsTheViewsOfACatalogThatIsCached() {
        try (SmallLake lake = SmallLake.create(dir)) {
            configure(lake, "cached", "jdbc", "jdbc:sqlite:" + dir.resolve("cached.db"));
            lake.sql("create namespace cached.finance");
            lake.sql(TABLE.formatted("cached"));
            lake.sql("insert into cached.finance.revenue values (date'2026-01-05', 1)");
            lake.sql("create view cached.finance.current as select * from cached.finance.revenue");
            Specification specification = specification("cached");

            var place = lake.lakehouse().viewPlace(specification);

            assertThat(place.targetId()).isEqualTo(TableIdentifier.of("finance", "revenue"));
            assertThat(place.shadowId()).isEqualTo(TableIdentifier.of("finance", "amend_small"));
            assertThat(place.viewId()).isEqualTo(TableIdentifier.of("finance", "current"));
            new ViewRequirements(place).check(specification.id(), TableRange.of("day", specification.sourceRange()));
        }
    }

    @Test
    void saysThatAnOldJdbcCatalogHasNone() {
        try (SmallLake lake = SmallLake.create(dir)) {
            configure(lake, "old", "jdbc", "jdbc:sqlite:" + dir.resolve("old.db"));
            lake.spark().conf().set("spark.sql.catalog.old.jdbc.schema-version", "V0");
            lake.sql("create namespace old.finance");
            lake.sql(TABLE.formatted("old"));
            Specification specification = specification("old");
            ViewRequirements requirements =
                    new ViewRequirements(lake.lakehouse().viewPlace(specification));

            assertThatThrownBy(() ->
                            requirements.check(specification.id(), TableRange.of("day", specification.sourceRange())))
                    .isInstanceOf(AmendException.class)
                    .hasMessage("Cannot publish through view finance.current: catalog old has no views");
        }
    }

    @Test
    void saysThatACatalogHasNone() {
        try (SmallLake lake = SmallLake.create(dir)) {
            configure(lake, "files", "hadoop", "");
            lake.sql(TABLE.formatted("files"));

            assertThatThrownBy(() -> lake.lakehouse().viewPlace(specification("files")))
                    .isInstanceOf(AmendException.class)
                    .hasMessage("Cannot publish through view finance.current: catalog files has no views");
        }
    }

    @Test
    void saysThatTheViewIsInAnotherCatalog() {
        try (SmallLake lake = SmallLake.create(dir)) {
            configure(lake, "files", "hadoop", "");

            assertThatThrownBy(() -> lake.lakehouse().viewPlace(read("finance.revenue", "files.finance.current")))
                    .isInstanceOf(AmendException.class)
                    .hasMessage(
                            "Cannot publish through view files.finance.current: it is in catalog files, and the target is in lake");
        }
    }

    private void configure(SmallLake lake, String name, String type, String uri) {
        String catalog = "spark.sql.catalog." + name;
        lake.spark().conf().set(catalog, "org.apache.iceberg.spark.SparkCatalog");
        lake.spark().conf().set(catalog + ".type", type);
        lake.spark().conf().set(catalog + ".uri", uri);
        lake.spark().conf().set(catalog + ".jdbc.schema-version", "V1");
        lake.spark().conf().set(catalog + ".warehouse", dir.resolve(name).toString());
    }

    private static Specification specification(String catalog) {
        return read(catalog + ".finance.revenue", catalog + ".finance.current");
    }

    private static Specification read(String target, String view) {
        String text = SmallLake.specification("small").replace("table: finance.revenue", "table: " + target)
                + "publish: {shadow: table, as: view, view: %s}%n".formatted(view);
        return SmallLake.read(text).specification();
    }
}
