package dev.amend.engine.output;

import dev.amend.engine.explain.Explanation;
import dev.amend.engine.explain.Explanation.OfBatch;
import dev.amend.engine.explain.SourceEvidence;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.BatchRecord;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.KeyComparison;
import dev.amend.reconciliation.KeySide;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.specs.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An explanation for people: what happened to the row, where both sides were read, its columns, its sources. */
public final class ExplainText {
    private final FrozenBackfill backfill;
    private final BackfillState state;
    private final ShownCells cells;

    public ExplainText(FrozenBackfill backfill, BackfillState state, ShownCells cells) {
        this.backfill = backfill;
        this.state = state;
        this.cells = cells;
    }

    public String of(Explanation explanation) {
        String key = key(explanation.key().texts());
        if (explanation.batches().isEmpty()) {
            return "%s, %s: no row with this key in the range, neither old nor new%n%s%n  To see the source rows, name the partition, too: --key \"…,%s=…\""
                    .formatted(
                            backfill.id(),
                            key,
                            old(explanation),
                            backfill.specification().target().partitionKey());
        }
        String more = explanation.batchesNotShown() == 0
                ? ""
                : "%n%n%d more batches have rows with this key.".formatted(explanation.batchesNotShown());
        return explanation.batches().stream()
                        .map(batch -> of(explanation, batch, key))
                        .collect(Collectors.joining("\n\n"))
                + more;
    }

    private String key(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(value ->
                        "%s %s".formatted(value.getKey(), cells.text(value.getKey(), CellValue.of(value.getValue()))))
                .collect(Collectors.joining(", "));
    }

    private String of(Explanation explanation, OfBatch explained, String key) {
        List<String> lines = new ArrayList<>();
        lines.add("%s, %s: %s".formatted(backfill.id(), key, verdict(explained)));
        lines.add("  batch:     %s, %s".formatted(explained.batch(), state(explained.record())));
        lines.add("  backfill:  %s: %s".formatted(state, state.sentence()));
        lines.add(old(explanation));
        lines.add("  new:       " + shadow(explained));
        rule(explained).ifPresent(lines::add);
        lines.add("");
        lines.addAll(table(explained));
        explained.sources().forEach(source -> lines.addAll(source(source, explained.batch())));
        return String.join("\n", lines);
    }

    private String old(Explanation explanation) {
        return "  old:       snapshot %d of %s, the baseline, of %s"
                .formatted(
                        explanation.baseline().id(),
                        backfill.specification().target().table(),
                        explanation.baseline().at());
    }

    private String shadow(OfBatch explained) {
        return explained
                .shadow()
                .map(shadow -> "snapshot %d of %s, the shadow, of %s"
                        .formatted(shadow.id(), backfill.specification().shadowTable(), shadow.at()))
                .orElse("not built yet");
    }

    private static String state(BatchRecord record) {
        return StatusView.lower(record.state().name())
                + record.lastError().map(error -> ": " + error.message()).orElse("");
    }

    private String verdict(OfBatch explained) {
        if (explained.comparison().isEmpty()) {
            return "its batch is not built yet, so that there is nothing new to compare with";
        }
        KeyComparison comparison = explained.comparison().get();
        return comparison
                .rowClass()
                .map(found -> sentence(found, comparison) + reason(comparison))
                .orElse("no row with this key, neither old nor new");
    }

    private static String sentence(RowClass rowClass, KeyComparison comparison) {
        return switch (rowClass) {
            case SAME -> "the same on both sides";
            case CHANGED -> "changed";
            case ADDED -> "added, there is no old row";
            case REMOVED -> "removed, there is no new row";
            case MOVED ->
                comparison.elsewhere().isEmpty()
                        ? "moved to another partition"
                        : "moved, %s partition %s"
                                .formatted(
                                        comparison.before().count() == 0 ? "from" : "to",
                                        comparison.elsewhere().get());
            case DUPLICATE ->
                "duplicate, %d old and %d new rows have this key, so that they can't be paired"
                        .formatted(
                                comparison.before().count(), comparison.after().count());
        };
    }

    private String reason(KeyComparison comparison) {
        if (comparison.rule().isPresent()) {
            return "; explained by " + comparison.rule().get();
        }
        if (!comparison.isUnexplained()) {
            return "";
        }
        return backfill.specification().validation().explainedBy().isEmpty()
                ? "; the specification has no rules (explained_by)"
                : "; unexplained, no rule holds";
    }

    private Optional<String> rule(OfBatch explained) {
        return explained
                .comparison()
                .flatMap(KeyComparison::rule)
                .flatMap(name -> backfill.specification().validation().explainedBy().stream()
                        .filter(rule -> rule.name().equals(name))
                        .findFirst())
                .map(rule -> "  rule:      %s: %s".formatted(rule.name(), rule.condition()));
    }

    private List<String> table(OfBatch explained) {
        List<ExplainedColumn> columns = ExplainedColumn.of(backfill.specification(), explained);
        Optional<KeySide> after = explained.comparison().map(KeyComparison::after);
        List<String> headings = Stream.of(
                        Stream.of(" ", "column"),
                        headings("old", explained.before()),
                        after.stream().flatMap(side -> headings("new", side)),
                        Stream.of("delta", "note"))
                .flatMap(part -> part)
                .toList();
        List<String> lines = new ArrayList<>(TextTable.of(
                        headings,
                        columns.stream().map(column -> line(column, explained)).toList())
                .lines()
                .map(line -> "  " + line)
                .toList());
        left(explained.before(), "old").ifPresent(lines::add);
        after.flatMap(side -> left(side, "new")).ifPresent(lines::add);
        return lines;
    }

    private static Stream<String> headings(String side, KeySide rows) {
        return rows.rows().size() <= 1
                ? Stream.of(side)
                : IntStream.rangeClosed(1, rows.rows().size()).mapToObj(i -> side + " " + i);
    }

    private static Optional<String> left(KeySide side, String name) {
        long left = side.count() - side.rows().size();
        return left == 0 ? Optional.empty() : Optional.of("  and %d more %s rows".formatted(left, name));
    }

    private List<String> line(ExplainedColumn column, OfBatch explained) {
        boolean differs =
                column.verdict().filter(ExplainedColumn.Verdict.DIFFERS::equals).isPresent();
        return Stream.of(
                        Stream.of(differs ? "*" : " ", column.name()),
                        texts(column.name(), column.before()),
                        explained.comparison().isPresent()
                                ? texts(column.name(), column.after())
                                : Stream.<String>empty(),
                        Stream.of(delta(column), note(column)))
                .flatMap(part -> part)
                .toList();
    }

    /** Returns the texts of a side; a side without a row has a column, too. */
    private Stream<String> texts(String column, List<CellValue> values) {
        return (values.isEmpty() ? List.of(CellValue.ABSENT) : values).stream().map(value -> cells.text(column, value));
    }

    private String delta(ExplainedColumn column) {
        return column.delta()
                .filter(delta -> delta.signum() != 0)
                .flatMap(delta -> cells.delta(column.name(), delta).map(text -> delta.signum() > 0 ? "+" + text : text))
                .orElse("");
    }

    private static String note(ExplainedColumn column) {
        if (column.use() == ExplainedColumn.Use.VOLATILE) {
            return "volatile, not compared";
        }
        return column.verdict()
                .map(verdict -> switch (verdict) {
                    case SAME -> "";
                    case WITHIN_TOLERANCE -> "within tolerance";
                    case DIFFERS -> "differs";
                })
                .orElse(column.use() == ExplainedColumn.Use.KEY ? "key" : "");
    }

    private List<String> source(SourceEvidence source, Batch batch) {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "source %s: %s at snapshot %d, %s"
                        .formatted(
                                source.name(),
                                source.table(),
                                source.snapshot(),
                                source.bounds()
                                        .map(bounds -> "%s as batch %s reads it".formatted(bounds, batch.id()))
                                        .orElse("read whole"))));
        if (source.problem().isPresent()) {
            lines.add("  can't be read: " + source.problem().get());
            return lines;
        }
        lines.add("  " + found(source));
        if (!source.rows().isEmpty()) {
            TextTable.of(
                            source.columns(),
                            source.rows().stream()
                                    .map(row -> source.columns().stream()
                                            .map(column -> cells.text(
                                                    column, row.cells().getOrDefault(column, CellValue.ABSENT)))
                                            .toList())
                                    .toList())
                    .lines()
                    .forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private static String found(SourceEvidence source) {
        if (source.filteredBy().isEmpty()) {
            return "%,d rows; none is shown, it has no column of the key (%s)"
                    .formatted(source.count(), String.join(", ", source.notFilteredBy()));
        }
        String rows = "%,d %s with this %s"
                .formatted(
                        source.count(), source.count() == 1 ? "row" : "rows", String.join(", ", source.filteredBy()));
        String others = source.notFilteredBy().isEmpty()
                ? ""
                : "; it has no %s, so that rows of other keys are among them"
                        .formatted(String.join(", ", source.notFilteredBy()));
        String cut = source.count() == source.rows().size()
                ? ""
                : "; the first %d are shown".formatted(source.rows().size());
        return rows + others + cut;
    }
}
