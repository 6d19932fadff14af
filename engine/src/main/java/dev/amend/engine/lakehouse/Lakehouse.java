package dev.amend.engine.lakehouse;

import dev.amend.engine.hooks.StepListener;
import dev.amend.publish.guard.SummaryKeys;
import dev.amend.publish.together.CatalogTransaction;
import dev.amend.publish.view.ViewPlace;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Source;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.Spark3Util.CatalogAndIdentifier;
import org.apache.iceberg.spark.source.HasIcebergCatalog;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;

/** The tables, through the catalogs that Spark is configured with. */
public final class Lakehouse {
    /** The pool of Spark's scheduler that jobs go into; a property of the thread that starts them. */
    static final String POOL = "spark.scheduler.pool";

    private final SparkSession spark;
    private final StepListener steps;

    /** @param steps is notified of every step that writes to a table */
    public Lakehouse(SparkSession spark, StepListener steps) {
        this.spark = spark;
        this.steps = steps;
    }

    public SparkSession spark() {
        return spark;
    }

    /** The listener to notify of every step that writes to a table. */
    public StepListener steps() {
        return steps;
    }

    /**
     * Loads a table as it is now.
     *
     * @throws dev.amend.specs.error.AmendException if the table does not exist, is not an Iceberg table, or its catalog
     *     fails
     */
    public Table table(TableId id) {
        try {
            loadConfiguredCatalog(id);
            Table table = Spark3Util.loadIcebergTable(spark, id.quoted());
            table.refresh();
            return table;
        } catch (ParseException e) {
            throw new IllegalStateException("A table's name cannot be read by Spark: " + id, e);
        } catch (AnalysisException | IllegalArgumentException e) {
            throw viewText(id, e)
                    .map(sql -> LakehouseCode.isView(id, sql, e))
                    .orElseGet(
                            () -> LakehouseCode.noSuchTable(id, spark.catalog().currentCatalog(), e));
        } catch (RuntimeException e) {
            throw LakehouseCode.catalogFailed(id, e);
        }
    }

    /**
     * The query of a view; empty if there is no view of that name, or its catalog has no views.
     *
     * @param missing why there is no table; gets whatever keeps the catalog from answering
     */
    private Optional<String> viewText(TableId id, Exception missing) {
        try {
            return viewText(located(id));
        } catch (RuntimeException e) {
            missing.addSuppressed(e);
            return Optional.empty();
        }
    }

    private static Optional<String> viewText(CatalogAndIdentifier found) {
        TableIdentifier name = Spark3Util.identifierToTableIdentifier(found.identifier());
        return found.catalog() instanceof HasIcebergCatalog iceberg
                        && iceberg.icebergCatalog() instanceof ViewCatalog views
                        && views.viewExists(name)
                ? Optional.ofNullable(views.loadView(name).sqlFor("spark")).map(SQLViewRepresentation::sql)
                : Optional.empty();
    }

    /**
     * Loads the catalog first, to find out what is wrong with it: Iceberg treats the name of a catalog that can't be
     * loaded as a namespace, and reports a missing table.
     */
    private void loadConfiguredCatalog(TableId id) {
        String first = id.parts().get(0);
        if (spark.conf().contains("spark.sql.catalog." + first)) {
            CatalogPlugins.load(spark, first);
        }
    }

    /**
     * The catalog of table names without a catalog, once it is loaded.
     *
     * @throws dev.amend.specs.error.AmendException if it can't be loaded
     */
    public String defaultCatalog() {
        String name = spark.conf().get("spark.sql.defaultCatalog", "spark_catalog");
        try {
            return CatalogPlugins.load(spark, name).name();
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throw LakehouseCode.catalogFailed(name, e);
        }
    }

    /**
     * The locations of a specification's target, shadow table and view.
     *
     * @throws dev.amend.specs.error.AmendException if their catalogs differ, or have no views
     */
    public ViewPlace viewPlace(Specification specification) {
        TableId view = specification.publish().view().orElseThrow();
        CatalogAndIdentifier target = located(specification.target().table());
        CatalogAndIdentifier consumers = located(view);
        if (!target.catalog().name().equals(consumers.catalog().name())) {
            throw LakehouseCode.otherCatalog(
                    view, consumers.catalog().name(), target.catalog().name());
        }
        return ViewPlace.in(
                new CatalogWithViews(spark).of(target.catalog()),
                Spark3Util.identifierToTableIdentifier(target.identifier()),
                Spark3Util.identifierToTableIdentifier(
                        located(specification.shadowTable()).identifier()),
                Spark3Util.identifierToTableIdentifier(consumers.identifier()));
    }

    /** Returns whether a table's catalog can commit several tables at once. */
    public boolean hasTransaction(TableId table) {
        return new CatalogTransactions(spark).isThere(located(table).catalog().name());
    }

    /** The commit of several tables at once; empty if they are in several catalogs, or their catalog has none. */
    public Optional<CatalogTransaction> transaction(Collection<TableId> tables) {
        List<CatalogPlugin> catalogs =
                tables.stream().map(table -> located(table).catalog()).toList();
        boolean same = catalogs.stream().map(CatalogPlugin::name).distinct().count() == 1;
        return same ? new CatalogTransactions(spark).of(catalogs.get(0)) : Optional.empty();
    }

    /** The name of a table in its catalog. */
    public TableIdentifier identifier(TableId id) {
        return Spark3Util.identifierToTableIdentifier(located(id).identifier());
    }

    private CatalogAndIdentifier located(TableId id) {
        return Spark3Util.catalogAndIdentifier(spark, id.parts());
    }

    /**
     * Pins a source at its current snapshot and columns.
     *
     * @throws dev.amend.specs.error.AmendException if it has no snapshot
     */
    public Pin pin(Source source) {
        Table table = table(source.table());
        long snapshotId = Optional.ofNullable(table.currentSnapshot())
                .orElseThrow(() -> LakehouseCode.emptySource(source.name(), source.table()))
                .snapshotId();
        return new Pin(source.table(), snapshotId, Optional.of(table.schema().schemaId()));
    }

    /**
     * The snapshot of a branch or tag.
     *
     * @throws dev.amend.specs.error.AmendException if the ref does not exist (any more)
     */
    public static long snapshotAt(Table table, String ref) {
        return Optional.ofNullable(table.snapshot(ref))
                .orElseThrow(() -> LakehouseCode.refGone(table.name(), ref))
                .snapshotId();
    }

    /** The time when someone else last committed to a table's main branch. */
    public Optional<Instant> lastForeignCommit(TableId id) {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table(id))) {
            if (!snapshot.summary().containsKey(SummaryKeys.BACKFILL_ID)) {
                return Optional.of(Instant.ofEpochMilli(snapshot.timestampMillis()));
            }
        }
        return Optional.empty();
    }

    /** The heap that this driver may use. */
    public long driverHeapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /** A separate session: the views that one batch registers are not visible to another. */
    public SparkSession newSession() {
        SparkSession session = spark.newSession();
        FixedSettings.ALL.forEach((key, value) -> session.conf().set(key, value));
        return session;
    }

    /**
     * A separate session with the settings of a specification.
     *
     * @throws dev.amend.specs.error.AmendException naming every setting that this Spark does not accept
     */
    public SparkSession newSession(Map<String, String> settings) {
        SparkSession session = newSession();
        new SessionSettings(session).apply(settings);
        return session;
    }

    /** The name of this backfill's jobs in Spark's own pages; jobs are cancelled by this name. */
    public static String jobGroup(BackfillId backfill) {
        return "amend " + backfill;
    }

    /** Describes the jobs that this thread starts from now on. */
    public static void describeJobs(SparkSession session, BackfillId backfill, String work) {
        String group = jobGroup(backfill);
        session.sparkContext().setJobGroup(group, group + " " + work, true);
        if (session.conf().contains(POOL)) {
            session.sparkContext().setLocalProperty(POOL, session.conf().get(POOL));
        }
    }
}
