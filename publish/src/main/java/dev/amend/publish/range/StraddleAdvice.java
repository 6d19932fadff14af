package dev.amend.publish.range;

import dev.amend.specs.PartitionUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Table;

/** What to do about files that are not completely inside one partition of a range. */
final class StraddleAdvice {
    private final Table table;
    private final TableRange range;
    private final PartitionLocator locator;

    StraddleAdvice(Table table, TableRange range, PartitionLocator locator) {
        this.table = table;
        this.range = range;
        this.locator = locator;
    }

    /** @param spans the partitions that each file may hold; empty where neither partition values nor bounds show them */
    String of(List<Optional<Span>> spans) {
        Optional<PartitionUnit> coarser = Stream.of(PartitionUnit.DAY, PartitionUnit.MONTH, PartitionUnit.YEAR)
                .filter(unit -> unit.isCoarserThan(range.unit()))
                .filter(unit -> spans.stream().allMatch(span -> isSingle(span, unit)))
                .findFirst();
        if (coarser.isPresent()) {
            return inUnit(coarser.get());
        }
        return locator.isAlwaysSingle(table.spec().specId())
                ? "Move the range to whole partitions, or rewrite these files under the current partition spec first: "
                        + rewrite()
                : "Partition the table by '%s' and rewrite it first: ALTER TABLE %s ADD PARTITION FIELD %s; %s"
                        .formatted(range.column(), table.name(), field(), rewrite());
    }

    private boolean isSingle(Optional<Span> span, PartitionUnit unit) {
        return span.filter(known -> !known.isEmpty())
                .map(known -> in(unit, known.first()) == in(unit, known.last()))
                .orElse(false);
    }

    private long in(PartitionUnit unit, long ordinal) {
        return unit.ordinalOf(range.unit().startOf(ordinal));
    }

    private String inUnit(PartitionUnit unit) {
        long start = in(unit, range.segments().get(0).start());
        long end = in(unit, range.segments().get(range.segments().size() - 1).last());
        return "Each of these files holds one %s: write source_range in %ss, as in {start: %s, end: %s}"
                .formatted(
                        unit.name().toLowerCase(Locale.ROOT),
                        unit.name().toLowerCase(Locale.ROOT),
                        unit.format(start),
                        unit.format(end));
    }

    private String field() {
        return switch (range.unit()) {
            case HOUR -> "hours(%s)".formatted(range.column());
            case DAY -> "days(%s)".formatted(range.column());
            case MONTH -> "months(%s)".formatted(range.column());
            case YEAR -> "years(%s)".formatted(range.column());
            case INTEGER -> range.column();
        };
    }

    private String rewrite() {
        return "CALL system.rewrite_data_files(table => '%s', options => map('rewrite-all', 'true'))"
                .formatted(table.name());
    }
}
