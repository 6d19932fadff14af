package dev.amend.reconciliation.checks;

import dev.amend.reconciliation.finding.CheckName;
import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Fingerprint;
import dev.amend.reconciliation.finding.GuardPartition;
import dev.amend.reconciliation.finding.MeasureFigure;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.input.BatchGroup;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.pairs.ComparisonPlan;
import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.SourceRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * The partitions directly outside the range, next to its batches, which nothing may change. Fingerprints compare their
 * content, and their measures are the reference for steps at the ends of the range.
 */
public final class GuardBand {

    private final Map<Long, GuardPartition> partitions;
    private final SourceRange range;
    private final String expected;

    private GuardBand(SourceRange range, BatchGroup group, Map<Long, GuardPartition> partitions) {
        this.range = range;
        this.expected = group.shadowRoot().isPresent() ? "as when the shadow was made" : "as in the baseline";
        this.partitions = partitions;
    }

    /** Reads nothing if every neighbour of the batches is in the range, or if their rows were not written. */
    public static GuardBand read(SparkSession session, ComparisonPlan plan, BatchGroup group) {
        SourceRange range = plan.specification().sourceRange();
        SortedSet<Long> ordinals = group.batches().stream()
                .map(BatchInput::batch)
                .flatMap(batch -> range.untouchedBeside(batch).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        boolean written = group.newRows().fold(shadow -> true, view -> false);
        return ordinals.isEmpty() || !written
                ? new GuardBand(range, group, new HashMap<>())
                : new GuardBand(range, group, read(session, plan, group, List.copyOf(ordinals)));
    }

    /**
     * Reads both sides. The shadow is compared with the snapshot that it was made from. This is an earlier baseline if
     * others wrote next to the range, as they may, and a rebase took up their writes inside it. Figures next to the
     * range are read from the current baseline.
     */
    private static Map<Long, GuardPartition> read(
            SparkSession session, ComparisonPlan plan, BatchGroup group, List<Long> ordinals) {
        GuardSides read = GuardSides.ofBaseline(session, plan, group, ordinals);
        GuardSides written = group.shadowRoot().isPresent()
                ? GuardSides.of(session, plan, group, group.shadowRoot().getAsLong(), ordinals)
                : read;

        Map<Long, GuardPartition> partitions = new HashMap<>();
        ordinals.stream()
                .filter(ordinal -> read.has(ordinal) || written.has(ordinal))
                .forEach(ordinal -> partitions.put(ordinal, partition(plan, ordinal, written, read)));
        return partitions;
    }

    private static GuardPartition partition(ComparisonPlan plan, long ordinal, GuardSides written, GuardSides read) {
        Fingerprint before = written.before(ordinal);
        Fingerprint after = written.after(ordinal);
        boolean untouched = before.equals(after);
        List<MeasureFigure> measures = new ArrayList<>();
        for (int i = 0; i < plan.layout().measures(); i++) {
            Optional<BigDecimal> old = read.figureBefore(ordinal, i);
            measures.add(
                    new MeasureFigure(plan.addedMeasures().get(i), old, untouched ? old : read.figureAfter(ordinal, i))
                            .withoutNoise());
        }
        boolean isRead = !untouched || !read.before(ordinal).equals(Fingerprint.EMPTY);
        return new GuardPartition(ordinal, plan.unit().format(ordinal), before, after, isRead ? measures : List.of());
    }

    /** The partitions next to a batch that have rows, in order. */
    public List<GuardPartition> of(Batch batch) {
        return range.untouchedBeside(batch).stream()
                .map(partitions::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** One finding for each partition that differs, or one for all if none does; no finding without such partitions. */
    public List<Finding> judge(Batch batch) {
        List<GuardPartition> partitions = of(batch);
        if (partitions.isEmpty()) {
            return List.of();
        }
        List<Finding> touched = partitions.stream()
                .filter(partition -> !partition.isUntouched())
                .map(partition -> new Finding(
                        Level.STRUCTURAL,
                        CheckName.GUARD_BAND.text(),
                        Outcome.FAIL,
                        partition.partition(),
                        expected,
                        difference(partition)))
                .toList();
        String all = partitions.stream().map(GuardPartition::partition).collect(Collectors.joining(", "));
        return touched.isEmpty()
                ? List.of(new Finding(
                        Level.STRUCTURAL,
                        CheckName.GUARD_BAND.text(),
                        Outcome.PASS,
                        batch.id(),
                        expected,
                        "the same in " + all))
                : touched;
    }

    private static String difference(GuardPartition partition) {
        long before = partition.before().rows();
        long after = partition.after().rows();
        return before == after
                ? "other values in %s rows".formatted(FigureText.number(after))
                : "%s → %s rows".formatted(FigureText.number(before), FigureText.number(after));
    }
}
