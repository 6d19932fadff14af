package dev.amend.specs.yaml;

import dev.amend.specs.ApprovalRule;
import dev.amend.specs.ApprovalRule.RunnerMay;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batching;
import dev.amend.specs.ColumnTolerance;
import dev.amend.specs.Execution;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.LivePipeline;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.RowTolerance;
import dev.amend.specs.Source;
import dev.amend.specs.SourceRange;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import dev.amend.specs.Target;
import dev.amend.specs.Transform;
import dev.amend.specs.Unexplained;
import dev.amend.specs.Validation;
import dev.amend.specs.yaml.Section.NamedSection;
import dev.amend.specs.yaml.Section.NamedValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Builds the specification from a file without mistakes. The defaults are defined here, and in the reference. */
final class SpecificationBuilder {
    private static final int PARTITIONS_PER_BATCH = 7;
    private static final int MAX_CONCURRENCY = 2;

    private final Section root;

    SpecificationBuilder(Section root) {
        this.root = root;
    }

    Specification build(Transform transform, String digest) {
        BackfillId id = root.must("backfill_id", Types.BACKFILL_ID);
        Section reason = root.section("reason");
        return new Specification(
                id,
                root.must("owner", Types.LINE),
                reason.must("issue", Types.LINE),
                reason.must("change", Types.LINE),
                sourceRange(root.section("source_range")),
                target(root.section("target")),
                root.named("sources").stream().map(SpecificationBuilder::source).toList(),
                transform,
                execution(root.section("execution")),
                validation(root.section("validation")),
                approval(root.section("approval")),
                new PublishRules(root).rule(),
                new RollbackRules(root).rule(id),
                new NamedQueries(root).watch(),
                digest);
    }

    private static SourceRange sourceRange(Section range) {
        PartitionText start = range.must("start", Types.PARTITION);
        PartitionText end = range.must("end", Types.PARTITION);
        TreeSet<Long> exclude = range.values("exclude", Types.PARTITION).stream()
                .map(PartitionText::ordinal)
                .collect(Collectors.toCollection(TreeSet::new));
        return new SourceRange(new PartitionRange(start.unit(), start.ordinal(), end.ordinal() + 1), exclude);
    }

    private static Target target(Section target) {
        return new Target(
                target.must("table", Types.TABLE),
                target.must("partition_key", Types.COLUMN),
                target.values("key", Types.COLUMN),
                target.values("required", Types.COLUMN),
                new HashSet<>(target.values("volatile", Types.COLUMN)),
                new HashSet<>(target.values("sensitive", Types.COLUMN)));
    }

    private static Source source(NamedSection source) {
        Section section = source.section();
        return new Source(
                source.name(),
                section.must("table", Types.TABLE),
                section.one("partition_key", Types.COLUMN),
                section.one("lookback", Types.NEIGHBOURS).orElse(0),
                section.one("lookahead", Types.NEIGHBOURS).orElse(0));
    }

    private static Execution execution(Section execution) {
        return new Execution(
                new Batching(
                        execution.one("partitions_per_batch", Types.POSITIVE).orElse(PARTITIONS_PER_BATCH),
                        execution.one("week_start", SpecificationShape.WEEK_START),
                        execution.one("order", SpecificationShape.ORDER).orElse(Batching.Order.OLDEST_FIRST)),
                execution.one("max_concurrency", Types.CONCURRENCY).orElse(MAX_CONCURRENCY),
                livePipeline(execution),
                execution.one("rest_between_batches", Types.DURATION).orElse(Duration.ZERO),
                execution.one("release_after", Types.DURATION),
                execution.one("stop_after", Types.INSTANT),
                price(execution.section("budget")),
                execution.namedValues("spark", Types.SETTING).stream()
                        .collect(Collectors.toMap(NamedValue::name, NamedValue::value)));
    }

    private static Optional<LivePipeline> livePipeline(Section execution) {
        return execution
                .one("pause_during_live_pipeline", Types.FLAG)
                .filter(pause -> pause)
                .map(pause -> execution
                        .section("live_pipeline")
                        .one("quiet_for", Types.POSITIVE_DURATION)
                        .map(LivePipeline::new)
                        .orElse(LivePipeline.DEFAULTS));
    }

    private static Optional<Execution.Price> price(Section budget) {
        return budget.one("price_per_tb", Types.NUMBER_FROM_ZERO)
                .map(price -> new Execution.Price(price, budget.must("currency", Types.CURRENCY)));
    }

    private Validation validation(Section validation) {
        return new Validation(
                validation.one("row_count_tolerance", Types.ROW_TOLERANCE).orElse(RowTolerance.NONE),
                new Validation.Gaps(
                        validation.one("filled", Types.PARTITIONS).orElse(0L),
                        validation.one("emptied", Types.PARTITIONS).orElse(0L)),
                new MeasureRules(root).measures(),
                validation.named("source_totals").stream()
                        .map(SpecificationBuilder::sourceTotal)
                        .toList(),
                new HashSet<>(validation.values("unchanged", Types.COLUMN)),
                tolerance(validation),
                validation.namedValues("explained_by", Types.SQL).stream()
                        .map(rule ->
                                new ExplanationRule(rule.name(), rule.value().strip()))
                        .toList(),
                unexplained(validation),
                validation.one("boundary_jump", Types.NUMBER_FROM_ZERO),
                new NamedQueries(root).checks());
    }

    private static SourceTotal sourceTotal(NamedSection total) {
        return new SourceTotal(
                total.name(),
                total.section().must("target", Types.SQL).strip(),
                total.section().must("source", Types.SQL).strip());
    }

    private static Map<String, ColumnTolerance> tolerance(Section validation) {
        return validation.named("tolerance").stream()
                .collect(Collectors.toMap(
                        NamedSection::name,
                        column -> new ColumnTolerance(
                                column.section()
                                        .one("absolute", Types.NUMBER_FROM_ZERO)
                                        .orElse(BigDecimal.ZERO),
                                column.section()
                                        .one("relative", Types.NUMBER_FROM_ZERO)
                                        .orElse(BigDecimal.ZERO))));
    }

    private static Optional<Unexplained> unexplained(Section validation) {
        if (!validation.has("unexplained")) {
            return Optional.empty();
        }
        Section unexplained = validation.section("unexplained");
        return Optional.of(
                new Unexplained(unexplained.must("rows", Types.ROWS), unexplained.one("delta", Types.DELTA)));
    }

    private static ApprovalRule approval(Section approval) {
        boolean notByRunner = approval.one("not_by_runner", Types.FLAG).orElse(false);
        List<String> requiredFrom = approval.values("required_from", Types.LINE);
        return new ApprovalRule(
                requiredFrom,
                notByRunner ? RunnerMay.NOT_APPROVE : RunnerMay.APPROVE,
                approval.one("expires_after", Types.POSITIVE_DURATION));
    }
}
