package dev.amend.specs.yaml;

import java.util.List;
import java.util.Optional;

/**
 * The Spark settings that a specification may change: those that decide how a query runs. A setting that changes the
 * meaning of a query, or that Spark reads only once, is refused with the reason. A setting that is not listed here is
 * also refused: nobody has decided yet that it is harmless.
 */
final class SparkSettings {
    private static final String CATALOG =
            "a catalog is the same for all backfills: set it with spark-submit --conf or in amend.yaml";
    private static final String START =
            "Spark reads it once, when it starts: set it with spark-submit --conf or in amend.yaml";
    private static final String FIXED =
            "Amend sets it itself, since it changes what a query means: sessions run in UTC, with ANSI SQL and without regard to case";
    private static final String MEANING = "it changes what a query returns, not how it runs";
    private static final String WRITES = "it changes what Iceberg writes or accepts, not how a query runs";
    private static final String UNKNOWN =
            "it is not among the settings that only change how a query runs; docs/reference/specification.md lists these";
    private static final String NAME = "expected a name that begins with 'spark.sql.', or 'spark.scheduler.pool'";

    /** Names that end with a dot are families; all other names are complete. */
    private static final List<String> ALLOWED = List.of(
            "spark.scheduler.pool",
            "spark.sql.adaptive.",
            "spark.sql.autoBroadcastJoinThreshold",
            "spark.sql.broadcastTimeout",
            "spark.sql.bucketing.",
            "spark.sql.cartesianProductExec.",
            "spark.sql.cbo.",
            "spark.sql.codegen.",
            "spark.sql.columnVector.offheap.enabled",
            "spark.sql.constraintPropagation.enabled",
            "spark.sql.debug.",
            "spark.sql.exchange.reuse",
            "spark.sql.execution.broadcastHashJoin.",
            "spark.sql.execution.rangeExchange.",
            "spark.sql.execution.replaceHashWithSortAgg",
            "spark.sql.execution.reuseSubquery",
            "spark.sql.execution.topKSortFallbackThreshold",
            "spark.sql.execution.useObjectHashAggregateExec",
            "spark.sql.files.maxPartitionBytes",
            "spark.sql.files.maxPartitionNum",
            "spark.sql.files.maxRecordsPerFile",
            "spark.sql.files.minPartitionNum",
            "spark.sql.files.openCostInBytes",
            "spark.sql.iceberg.advisory-partition-size",
            "spark.sql.iceberg.aggregate-push-down.enabled",
            "spark.sql.iceberg.compression-codec",
            "spark.sql.iceberg.compression-level",
            "spark.sql.iceberg.compression-strategy",
            "spark.sql.iceberg.data-planning-mode",
            "spark.sql.iceberg.delete-planning-mode",
            "spark.sql.iceberg.distribution-mode",
            "spark.sql.iceberg.executor-cache.",
            "spark.sql.iceberg.locality.enabled",
            "spark.sql.iceberg.planning.preserve-data-grouping",
            "spark.sql.iceberg.read.",
            "spark.sql.iceberg.report-column-stats",
            "spark.sql.iceberg.vectorization.enabled",
            "spark.sql.inMemoryColumnarStorage.",
            "spark.sql.join.",
            "spark.sql.leafNodeDefaultParallelism",
            "spark.sql.limit.",
            "spark.sql.maxBroadcastTableSize",
            "spark.sql.maxConcurrentOutputFileWriters",
            "spark.sql.maxSinglePartitionBytes",
            "spark.sql.objectHashAggregate.",
            "spark.sql.optimizeNullAwareAntiJoin",
            "spark.sql.optimizer.dynamicPartitionPruning.",
            "spark.sql.optimizer.inSetConversionThreshold",
            "spark.sql.optimizer.inSetSwitchThreshold",
            "spark.sql.optimizer.maxIterations",
            "spark.sql.optimizer.runtime.",
            "spark.sql.optimizer.runtimeFilter.",
            "spark.sql.parquet.columnarReaderBatchSize",
            "spark.sql.parquet.enableVectorizedReader",
            "spark.sql.parquet.filterPushdown",
            "spark.sql.parquet.filterPushdown.",
            "spark.sql.requireAllClusterKeysForCoPartition",
            "spark.sql.requireAllClusterKeysForDistribution",
            "spark.sql.sessionWindow.",
            "spark.sql.shuffle.partitions",
            "spark.sql.shuffledHashJoinFactor",
            "spark.sql.sort.enableRadixSort",
            "spark.sql.sortMergeJoinExec.",
            "spark.sql.sources.parallelPartitionDiscovery.",
            "spark.sql.sources.v2.bucketing.",
            "spark.sql.statistics.",
            "spark.sql.subexpressionElimination.",
            "spark.sql.windowExec.");

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal(CATALOG, "spark.sql.catalog.", "spark.sql.defaultCatalog"),
            new Refusal(
                    START,
                    "spark.sql.catalogImplementation",
                    "spark.sql.extensions",
                    "spark.sql.hive.metastore.",
                    "spark.sql.queryExecutionListeners",
                    "spark.sql.redaction.",
                    "spark.sql.warehouse."),
            new Refusal(
                    FIXED,
                    "spark.sql.ansi.",
                    "spark.sql.caseSensitive",
                    "spark.sql.session.timeZone",
                    "spark.sql.storeAssignmentPolicy"),
            new Refusal(
                    MEANING,
                    "spark.sql.avro.",
                    "spark.sql.binaryOutputStyle",
                    "spark.sql.charAsVarchar",
                    "spark.sql.collation.",
                    "spark.sql.crossJoin.",
                    "spark.sql.csv.",
                    "spark.sql.datetime.",
                    "spark.sql.decimalOperations.",
                    "spark.sql.files.",
                    "spark.sql.function.",
                    "spark.sql.groupByAliases",
                    "spark.sql.groupByOrdinal",
                    "spark.sql.hive.",
                    "spark.sql.icu.",
                    "spark.sql.json.",
                    "spark.sql.jsonGenerator.",
                    "spark.sql.lateralColumnAlias.",
                    "spark.sql.legacy.",
                    "spark.sql.mapKeyDedupPolicy",
                    "spark.sql.orc.",
                    "spark.sql.orderByOrdinal",
                    "spark.sql.parquet.",
                    "spark.sql.parser.",
                    "spark.sql.preserveCharVarcharTypeInfo",
                    "spark.sql.readSideCharPadding",
                    "spark.sql.retainGroupColumns",
                    "spark.sql.runSQLOnFiles",
                    "spark.sql.session.",
                    "spark.sql.sources.",
                    "spark.sql.timeType.",
                    "spark.sql.timestampType",
                    "spark.sql.variable.",
                    "spark.sql.variant.",
                    "spark.sql.view."),
            new Refusal(WRITES, "spark.sql.iceberg.", "spark.wap."),
            new Refusal(UNKNOWN, "spark.sql."),
            new Refusal(START, "spark."));

    private SparkSettings() {}

    /** A reason, and the settings that it applies to. */
    private record Refusal(String reason, List<String> names) {

        private Refusal(String reason, String... names) {
            this(reason, List.of(names));
        }
    }

    /** The reason why a specification may not change a setting; empty if it may. */
    static Optional<String> refusal(String setting) {
        if (isAmong(ALLOWED, setting)) {
            return Optional.empty();
        }
        return Optional.of(REFUSALS.stream()
                .filter(refusal -> isAmong(refusal.names(), setting))
                .findFirst()
                .map(Refusal::reason)
                .orElse(NAME));
    }

    private static boolean isAmong(List<String> names, String setting) {
        return names.stream()
                .anyMatch(name -> name.endsWith(".")
                        ? setting.startsWith(name) && setting.length() > name.length()
                        : setting.equals(name));
    }
}
