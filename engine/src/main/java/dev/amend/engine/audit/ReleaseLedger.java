package dev.amend.engine.audit;

import dev.amend.engine.hooks.StepListener;
import dev.amend.engine.journal.Journal;
import dev.amend.engine.lakehouse.Lakehouse;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.specs.text.Identifier;
import dev.amend.specs.text.Reason;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The audit table {@code data_releases}. Any engine can read there what was published, when, why and with whose
 * approval.
 *
 * <p>It is derived from the journal, which stays the record. Each command that releases brings it up to date, so an
 * entry lost in a crash is added by the next command. Each entry exists once: rows are merged by dataset and release,
 * and Iceberg refuses one of two concurrent merges.
 */
public final class ReleaseLedger {
    private static final String WANTED = "amend_wanted_releases";
    private static final String MERGE = "audit data_releases";

    private static final StructType ROW = new StructType()
            .add("dataset", DataTypes.StringType)
            .add("release_id", DataTypes.StringType)
            .add("published_at", DataTypes.TimestampType)
            .add("source_range", DataTypes.StringType)
            .add("code_version", DataTypes.StringType)
            .add("approved_by", DataTypes.StringType)
            .add("reason", DataTypes.StringType)
            .add("issue", DataTypes.StringType)
            .add("baseline", DataTypes.LongType)
            .add("snapshot", DataTypes.LongType)
            .add("report_digest", DataTypes.StringType)
            .add("pins", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType))
            .add("rolled_back_at", DataTypes.TimestampType);

    private final SparkSession session;
    private final StepListener steps;
    private final String namespace;
    private final String table;

    /** @param namespace of the audit tables, such as {@code governance} or {@code lake.governance} */
    public ReleaseLedger(Lakehouse lakehouse, String namespace) {
        this.session = lakehouse.newSession();
        this.steps = lakehouse.steps();
        this.namespace = Arrays.stream(namespace.split("\\.", -1))
                .map(Identifier::quoted)
                .collect(Collectors.joining("."));
        this.table = this.namespace + ".data_releases";
    }

    /**
     * Writes the missing entries of a backfill's releases. It throws nothing, because a release is valid without its
     * entry.
     *
     * @return why the entries could not be written; empty if all of them exist
     */
    public Optional<String> bringUpToDate(FrozenBackfill backfill, Journal journal) {
        List<DataRelease> releases = DataRelease.of(backfill, journal);
        try {
            write(releases.stream().map(ReleaseLedger::row).toList());
            return Optional.empty();
        } catch (Exception e) { // Spark throws the checked AnalysisException without declaring it
            return Optional.of(
                    "%s could not be written, the release itself stands: %s. The next publish, verify or rollback of %s writes it"
                            .formatted(table.replace("`", ""), Reason.of(e), backfill.id()));
        }
    }

    private void write(List<Row> wanted) {
        if (wanted.isEmpty()) {
            return;
        }

        session.sql("create namespace if not exists " + namespace);
        session.sql("create table if not exists %s (%s) using iceberg".formatted(table, ROW.toDDL()));
        session.createDataFrame(wanted, ROW).createOrReplaceTempView(WANTED);
        if (isBehind()) {
            steps.before(MERGE);
            session.sql("""
                    merge into %s as known using %s as wanted
                    on known.dataset = wanted.dataset and known.release_id = wanted.release_id
                    when matched then update set rolled_back_at = wanted.rolled_back_at
                    when not matched then insert *""".formatted(table, WANTED));
            steps.after(MERGE);
        }
    }

    /** Returns whether the table lacks an entry; a merge that changes nothing would still be a commit. */
    private boolean isBehind() {
        return !session.sql("""
                select 1 from %s as wanted left join %s as known
                on known.dataset = wanted.dataset and known.release_id = wanted.release_id
                where known.release_id is null or not (known.rolled_back_at <=> wanted.rolled_back_at)""".formatted(WANTED, table)).isEmpty();
    }

    private static Row row(DataRelease release) {
        return RowFactory.create(
                release.dataset(),
                release.releaseId(),
                Timestamp.from(release.publishedAt()),
                release.sourceRange(),
                release.codeVersion(),
                release.approvedBy(),
                release.reason(),
                release.issue(),
                release.baseline(),
                release.snapshot(),
                release.reportDigest(),
                CollectionConverters.asScala(release.pins()),
                release.rolledBackAt().map(Timestamp::from).orElse(null));
    }
}
