package dev.amend.reconciliation;

import dev.amend.specs.ApprovalRule;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batching;
import dev.amend.specs.ColumnTolerance;
import dev.amend.specs.DeltaRange;
import dev.amend.specs.Execution;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.Level;
import dev.amend.specs.Measure;
import dev.amend.specs.OwnCheck;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.PublishRule;
import dev.amend.specs.RollbackRule;
import dev.amend.specs.RowTolerance;
import dev.amend.specs.Severity;
import dev.amend.specs.Source;
import dev.amend.specs.SourceRange;
import dev.amend.specs.SourceTotal;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import dev.amend.specs.Target;
import dev.amend.specs.Transform;
import dev.amend.specs.Unexplained;
import dev.amend.specs.Validation;
import dev.amend.specs.WatchRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A specification for tests: a daily table with a key, and as many checks as a test asks for. */
public final class SpecificationBuilder {
    private String table = "lake.finance.daily_revenue";
    private String partitionKey = "revenue_date";
    private List<String> key = List.of("revenue_date", "merchant_id");
    private List<String> required = List.of();
    private Set<String> volatileColumns = Set.of("recalculated_at");
    private Set<String> sensitive = Set.of();
    private PartitionUnit unit = PartitionUnit.DAY;
    private String first = "2024-12-02";
    private String last = "2024-12-08";
    private int partitionsPerBatch = 7;
    private RowTolerance rowTolerance = RowTolerance.NONE;
    private Validation.Gaps gaps = Validation.Gaps.NONE;
    private final List<Measure> measures = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<SourceTotal> totals = new ArrayList<>();
    private final Set<String> unchanged = new HashSet<>();
    private final Map<String, ColumnTolerance> tolerance = new HashMap<>();
    private final List<ExplanationRule> rules = new ArrayList<>();
    private Optional<Unexplained> unexplained = Optional.empty();

    private Optional<BigDecimal> boundaryJump = Optional.empty();
    private final List<OwnCheck> checks = new ArrayList<>();

    private PublishRule publish = PublishRule.BY_COMMIT;

    private SpecificationBuilder() {}

    public static SpecificationBuilder aSpecification() {
        return new SpecificationBuilder();
    }

    public SpecificationBuilder of(String table) {
        this.table = table;
        return this;
    }

    public SpecificationBuilder partitionedBy(String column, PartitionUnit unit) {
        this.partitionKey = column;
        this.unit = unit;
        return this;
    }

    public SpecificationBuilder over(String first, String last) {
        this.first = first;
        this.last = last;
        return this;
    }

    public SpecificationBuilder partitionsPerBatch(int partitions) {
        this.partitionsPerBatch = partitions;
        return this;
    }

    public SpecificationBuilder key(String... columns) {
        this.key = List.of(columns);
        return this;
    }

    public SpecificationBuilder required(String... columns) {
        this.required = List.of(columns);
        return this;
    }

    public SpecificationBuilder volatileColumns(String... columns) {
        this.volatileColumns = Set.of(columns);
        return this;
    }

    public SpecificationBuilder sensitive(String... columns) {
        this.sensitive = Set.of(columns);
        return this;
    }

    public SpecificationBuilder rowTolerance(String tolerance) {
        this.rowTolerance = RowTolerance.parse(tolerance);
        return this;
    }

    public SpecificationBuilder gaps(long filled, long emptied) {
        gaps = new Validation.Gaps(filled, emptied);
        return this;
    }

    public SpecificationBuilder measure(String name, String expression) {
        measures.add(new Measure(name, expression, Optional.empty(), Measure.Per.BATCH, BigDecimal.ZERO));
        return this;
    }

    public SpecificationBuilder measure(String name, String expression, String expected, Measure.Per per) {
        measures.add(new Measure(name, expression, Optional.of(DeltaRange.parse(expected)), per, BigDecimal.ZERO));
        return this;
    }

    /** One that may miss what is expected of the batch. */
    public SpecificationBuilder tolerantMeasure(String name, String expression, String expected, String tolerance) {
        measures.add(new Measure(
                name,
                expression,
                Optional.of(DeltaRange.parse(expected)),
                Measure.Per.BATCH,
                new BigDecimal(tolerance)));
        return this;
    }

    /** A source that is read whole. */
    public SpecificationBuilder source(String name) {
        sources.add(new Source(name, TableId.parse("staging." + name), Optional.empty(), 0, 0));
        return this;
    }

    public SpecificationBuilder sourceTotal(String name, String target, String source) {
        totals.add(new SourceTotal(name, target, source));
        return this;
    }

    public SpecificationBuilder unchanged(String... columns) {
        unchanged.addAll(List.of(columns));
        return this;
    }

    public SpecificationBuilder tolerance(String column, String absolute, String relative) {
        tolerance.put(column, new ColumnTolerance(new BigDecimal(absolute), new BigDecimal(relative)));
        return this;
    }

    public SpecificationBuilder rule(String name, String condition) {
        rules.add(new ExplanationRule(name, condition));
        return this;
    }

    public SpecificationBuilder unexplained(long rows, String delta) {
        unexplained = Optional.of(new Unexplained(rows, Optional.of(DeltaRange.parse(delta))));
        return this;
    }

    public SpecificationBuilder boundaryJump(String limit) {
        boundaryJump = Optional.of(new BigDecimal(limit));
        return this;
    }

    public SpecificationBuilder check(String name, Severity severity, String sql) {
        checks.add(new OwnCheck(name, Level.ROW, severity, sql));
        return this;
    }

    /** The shadow is a table beside the target. */
    public SpecificationBuilder throughView(String view) {
        publish = PublishRule.through(TableId.parse(view));
        return this;
    }

    public Specification build() {
        PartitionRange range = new PartitionRange(
                unit, unit.parse(first).orElseThrow(), unit.parse(last).orElseThrow() + 1);
        return new Specification(
                new BackfillId("revenue-tax-fix-2026-06"),
                "finance-data",
                "FIN-2841",
                "Correct tax-inclusive revenue calculation",
                new SourceRange(range, new TreeSet<>()),
                new Target(TableId.parse(table), partitionKey, key, required, volatileColumns, sensitive),
                sources,
                new Transform("select 1", "transform.sql"),
                new Execution(
                        new Batching(partitionsPerBatch, Optional.empty(), Batching.Order.OLDEST_FIRST),
                        1,
                        Optional.empty(),
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                new Validation(
                        rowTolerance,
                        gaps,
                        measures,
                        totals,
                        unchanged,
                        tolerance,
                        rules,
                        unexplained,
                        boundaryJump,
                        checks),
                new ApprovalRule(List.of("finance-controller"), ApprovalRule.RunnerMay.APPROVE, Optional.empty()),
                publish,
                new RollbackRule("daily_revenue_pre_FIN_2841", Duration.ofDays(30), RollbackRule.Copies.WHEN_NEEDED),
                new WatchRule(List.of(), List.of()),
                "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0");
    }
}
