package dev.amend.specs.yaml;

import dev.amend.specs.Batching;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.SourceRange;
import dev.amend.specs.yaml.Section.Placed;
import dev.amend.specs.yaml.tree.Problems;
import java.util.List;
import java.util.Locale;

/** Checks that the range is bounded, uses one unit, and is cut into batches small enough to review. */
final class RangeRules {
    private static final long LARGEST = 1_000_000;

    private final Section range;
    private final Section execution;
    private final Problems problems;

    RangeRules(Section root, Problems problems) {
        this.range = root.section("source_range");
        this.execution = root.section("execution");
        this.problems = problems;
    }

    void check() {
        range.placed("start", Types.PARTITION).ifPresent(start -> {
            checkWeekStart(start);
            range.placed("end", Types.PARTITION).ifPresent(end -> checkEnd(start, end));
        });
        checkBatchSize();
    }

    private void checkEnd(Placed<PartitionText> start, Placed<PartitionText> end) {
        if (!sameUnit(start, end)) {
            return;
        }

        long size = end.value().ordinal() - start.value().ordinal() + 1;
        if (size < 1) {
            problems.add(end.leaf(), "Invalid end '%s': it is before start '%s'".formatted(end.value(), start.value()));
            return;
        }
        if (size > LARGEST) {
            problems.add(
                    end.leaf(),
                    "Invalid end '%s': the range holds %,d partitions, a backfill at most %,d"
                            .formatted(end.value(), size, LARGEST));
        } else if (size > SourceRange.LARGE && !execution.has("allow_large")) {
            problems.add(
                    end.leaf(),
                    "The range holds %,d partitions: more than %,d need execution.allow_large with a reason%s"
                            .formatted(size, SourceRange.LARGE, daysWithDashes(start.value(), end.value())));
        }
        checkExclude(start, end, size);
    }

    private static String daysWithDashes(PartitionText start, PartitionText end) {
        if (start.unit() != PartitionUnit.INTEGER) {
            return "";
        }
        return PartitionUnit.dayWithoutDashes(start.ordinal())
                .flatMap(first -> PartitionUnit.dayWithoutDashes(end.ordinal())
                        .map(last -> "; if these are days, write %s to %s".formatted(first, last)))
                .orElse("");
    }

    private void checkExclude(Placed<PartitionText> start, Placed<PartitionText> end, long size) {
        List<Placed<PartitionText>> exclude = range.list("exclude", Types.PARTITION);
        for (Placed<PartitionText> excluded : exclude) {
            long ordinal = excluded.value().ordinal();
            boolean inside =
                    start.value().ordinal() <= ordinal && ordinal <= end.value().ordinal();
            if (sameUnit(start, excluded) && !inside) {
                problems.add(
                        excluded.leaf(),
                        "Invalid exclude '%s': it is outside the range %s..%s"
                                .formatted(excluded.value(), start.value(), end.value()));
            }
        }

        if (exclude.stream().map(Placed::value).distinct().count() == size) {
            problems.add(exclude.get(0).leaf(), "Invalid exclude: it leaves no partition of the range");
        }
    }

    private boolean sameUnit(Placed<PartitionText> start, Placed<PartitionText> other) {
        boolean same = start.value().unit() == other.value().unit();
        if (!same) {
            problems.add(
                    other.leaf(),
                    "Invalid %s '%s': it is in %s, start '%s' is in %s"
                            .formatted(
                                    other.leaf().name(),
                                    other.value(),
                                    other.value().unitName(),
                                    start.value(),
                                    start.value().unitName()));
        }
        return same;
    }

    private void checkBatchSize() {
        execution.placed("partitions_per_batch", Types.POSITIVE).ifPresent(size -> {
            if (size.value() > Batching.LARGE && !execution.has("allow_large")) {
                problems.add(
                        size.leaf(),
                        "A batch of %,d partitions: more than %d need execution.allow_large with a reason"
                                .formatted(size.value(), Batching.LARGE));
            }
            if (size.value() % 7 != 0) {
                execution
                        .placed("week_start", SpecificationShape.WEEK_START)
                        .ifPresent(weekStart -> problems.add(
                                size.leaf(),
                                "Invalid partitions_per_batch '%d': with week_start it must be a number of weeks, such as 7"
                                        .formatted(size.value())));
            }
        });
    }

    private void checkWeekStart(Placed<PartitionText> start) {
        if (start.value().unit() == PartitionUnit.DAY) {
            return;
        }
        execution
                .placed("week_start", SpecificationShape.WEEK_START)
                .ifPresent(weekStart -> problems.add(
                        weekStart.leaf(),
                        "Invalid week_start '%s': the range is in %s, only days make weeks"
                                .formatted(
                                        weekStart.value().name().toLowerCase(Locale.ROOT),
                                        start.value().unitName())));
    }
}
