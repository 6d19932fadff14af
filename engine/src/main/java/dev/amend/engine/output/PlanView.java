package dev.amend.engine.output;

import dev.amend.engine.plan.Estimate;
import dev.amend.engine.plan.Plan;
import dev.amend.engine.plan.PlannedBatch;
import dev.amend.reconciliation.checks.PlannedChecks;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.Specification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan for display. */
public final class PlanView {
    private final Specification specification;
    private final Plan plan;

    public PlanView(Specification specification, Plan plan) {
        this.specification = specification;
        this.plan = plan;
    }

    public Map<String, @Nullable Object> document() {
        Map<String, Object> pins = new LinkedHashMap<>();
        plan.pins()
                .forEach((name, pin) -> pins.put(
                        name,
                        new Document()
                                .with("table", pin.table().toString())
                                .with("snapshot", pin.snapshotId())
                                .fields()));
        return new Document()
                .with("backfill_id", specification.id().value())
                .with("target", specification.target().table().toString())
                .with("baseline", plan.baselineSnapshotId())
                .with("pins", pins)
                .with("batches", plan.batches().stream().map(PlanView::batch).toList())
                .with("estimate", estimate())
                .with("sql", plan.firstQuery())
                .with("parameters", parameters())
                .with("together", StatusView.lower(plan.together().name()))
                .with(
                        "checks",
                        PlannedChecks.of(specification).stream()
                                .map(PlanView::checks)
                                .toList())
                .with("warnings", plan.warnings())
                .fields();
    }

    private static Map<String, @Nullable Object> batch(PlannedBatch planned) {
        PartitionRange range = planned.batch().range();
        return new Document()
                .with("id", planned.batch().id())
                .with("start", range.unit().format(range.start()))
                .with("end", range.unit().format(range.last()))
                .with("partitions", range.size())
                .with("rows", planned.rows())
                .with("bytes", planned.bytes())
                .fields();
    }

    private static Map<String, @Nullable Object> checks(PlannedChecks planned) {
        return new Document()
                .with("level", StatusView.lower(planned.level().name()))
                .with("checks", planned.checks())
                .with("advice", Optional.of(planned.advice()).filter(advice -> !advice.isEmpty()))
                .fields();
    }

    private static String checksText(PlannedChecks planned) {
        String checks = planned.checks().isEmpty() ? "nothing to check" : String.join(", ", planned.checks());
        String advice = planned.advice().isEmpty() ? "" : "; " + planned.advice();
        return "  checks:    %s level: %s%s%n"
                .formatted(StatusView.lower(planned.level().name()), checks, advice);
    }

    private Document estimate() {
        Estimate estimate = plan.estimate();
        return new Document()
                .with("rows", estimate.rows())
                .with("bytes", estimate.bytes())
                .with("heap_bytes", plan.memory().bytes())
                .with("seconds", estimate.duration().map(Duration::toSeconds))
                .with(
                        "cost",
                        estimate.cost()
                                .map(cost -> new Document()
                                        .with("amount", cost.amount())
                                        .with("currency", cost.currency())));
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        plan.firstParameters().forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        return parameters;
    }

    public String text(Path file) {
        List<PlannedBatch> batches = plan.batches();
        StringBuilder text = new StringBuilder();
        text.append("%s: correct %s of %s%n"
                .formatted(
                        specification.id(),
                        specification.sourceRange().range(),
                        specification.target().table()));
        text.append(
                "  baseline:  snapshot %d of %s%n".formatted(plan.baselineSnapshotId(), plan.baselineCommittedAt()));
        plan.pins()
                .forEach((name, pin) -> text.append(
                        "  source:    %s = %s at snapshot %d%n".formatted(name, pin.table(), pin.snapshotId())));
        text.append("  batches:   %d, from %s to %s, %d partitions%n"
                .formatted(
                        batches.size(),
                        batches.get(0).batch(),
                        batches.get(batches.size() - 1).batch(),
                        specification.sourceRange().size()));
        text.append("  reads:     %,d rows, %s%n"
                .formatted(plan.estimate().rows(), bytes(plan.estimate().bytes())));
        text.append("  takes:     %s%n"
                .formatted(plan.estimate()
                        .duration()
                        .map(duration ->
                                "about %d s, one batch at a time, as 'prove' measured".formatted(duration.toSeconds()))
                        .orElse("not measured yet; 'amend prove' does")));
        plan.estimate()
                .cost()
                .ifPresent(cost -> text.append("  costs:     %s %s%n".formatted(cost.amount(), cost.currency())));
        text.append("  memory:    publishing it, or rolling it back, takes about %s of the driver's heap%n"
                .formatted(bytes(plan.memory().bytes())));
        text.append("  together:  %s%n".formatted(together()));
        PlannedChecks.of(specification).forEach(planned -> text.append(checksText(planned)));
        plan.warnings().forEach(warning -> text.append("  note:      %s%n".formatted(warning)));
        text.append("%nThe first batch runs, with %s:%n%n%s%n"
                .formatted(
                        parameters().entrySet().stream()
                                .map(parameter -> ":%s = %s".formatted(parameter.getKey(), parameter.getValue()))
                                .collect(Collectors.joining(", ")),
                        plan.firstQuery().indent(2).stripTrailing()));
        return text.append("%nNothing was written.%nnext: amend prove %s".formatted(file))
                .toString();
    }

    private String together() {
        return switch (plan.together()) {
            case ONE_COMMIT -> "in one commit with other tables of this catalog, if they are published by one command";
            case IN_ORDER ->
                "one after the other, if several tables are published by one command; a failure rolls back those before it";
        };
    }

    static String bytes(long bytes) {
        if (bytes < 1_000_000) {
            return "%.1f kB".formatted(bytes / 1e3);
        }
        return bytes < 1_000_000_000L ? "%.1f MB".formatted(bytes / 1e6) : "%.1f GB".formatted(bytes / 1e9);
    }
}
