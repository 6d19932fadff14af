package dev.amend.engine.lakehouse;

import dev.amend.engine.step.StepListener;
import dev.amend.publish.commit.SummaryKeys;
import dev.amend.publish.together.CatalogTransaction;
import dev.amend.publish.view.ViewPlace;
import dev.amend.specs.BackfillId;
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
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.Spark3Util.CatalogAndIdentifier;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;

/** The tables, through the catalogs that Spark is configured with. */
public final class Lakehouse {
    private final SparkSession spark;
    private final StepListener steps;

    /** @param steps is told of every step that writes to a table */
    public Lakehouse(SparkSession spark, StepListener steps) {
        this.spark = spark;
        this.steps = steps;
    }

    public SparkSession spark() {
        return spark;
    }

    /** To be told of every step that writes to a table. */
    public StepListener steps() {
        return steps;
    }

    /**
     * Loads a table as it is now.
     *
     * @throws dev.amend.specs.AmendException if there is no such table, or it is no Iceberg table
     */
    public Table table(TableId id) {
        try {
            Table table = Spark3Util.loadIcebergTable(spark, id.quoted());
            table.refresh();
            return table;
        } catch (ParseException e) {
            throw new IllegalStateException("A table's name cannot be read by Spark: " + id, e);
        } catch (AnalysisException | IllegalArgumentException e) {
            throw LakehouseCode.noSuchTable(id, spark.catalog().currentCatalog(), e);
        } catch (RuntimeException e) {
            throw LakehouseCode.catalogFailed(id, e);
        }
    }

    /**
     * Where a specification's target, shadow table and view are.
     *
     * @throws dev.amend.specs.AmendException if their catalogs differ, or have no views
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

    /** Whether the catalog of a table has one commit of several tables. */
    public boolean hasTransaction(TableId table) {
        return new CatalogTransactions(spark).isThere(located(table).catalog().name());
    }

    /** The one commit of several tables; empty if they are in several catalogs, or theirs has none. */
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
     * The current snapshot of a source.
     *
     * @throws dev.amend.specs.AmendException if it has none
     */
    public long currentSnapshot(String source, TableId id) {
        return Optional.ofNullable(table(id).currentSnapshot())
                .orElseThrow(() -> LakehouseCode.emptySource(source, id))
                .snapshotId();
    }

    /**
     * The snapshot that a branch or tag is at.
     *
     * @throws dev.amend.specs.AmendException if there is no such ref (any more)
     */
    public static long snapshotAt(Table table, String ref) {
        return Optional.ofNullable(table.snapshot(ref))
                .orElseThrow(() -> LakehouseCode.refGone(table.name(), ref))
                .snapshotId();
    }

    /** When someone else last committed to a table's main branch. */
    public Optional<Instant> lastForeignCommit(TableId id) {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table(id))) {
            if (!snapshot.summary().containsKey(SummaryKeys.BACKFILL_ID)) {
                return Optional.of(Instant.ofEpochMilli(snapshot.timestampMillis()));
            }
        }
        return Optional.empty();
    }

    /** A session of its own: views that one batch registers are not seen by another. */
    public SparkSession newSession() {
        SparkSession session = spark.newSession();
        session.conf().set("spark.sql.session.timeZone", "UTC");
        session.conf().set("spark.sql.ansi.enabled", "true");
        return session;
    }

    /** The same with the settings that a specification asks for. */
    public SparkSession newSession(Map<String, String> settings) {
        SparkSession session = newSession();
        settings.forEach((key, value) -> session.conf().set(key, value));
        return session;
    }

    /** The name under which jobs of this backfill show in Spark's own pages, and by which they are cancelled. */
    public static String jobGroup(BackfillId backfill) {
        return "amend " + backfill;
    }

    /** Says what the jobs are for that this thread starts from now on. */
    public static void describeJobs(SparkSession session, BackfillId backfill, String work) {
        String group = jobGroup(backfill);
        session.sparkContext().setJobGroup(group, group + " " + work, true);
    }
}
