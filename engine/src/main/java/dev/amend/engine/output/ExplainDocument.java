package dev.amend.engine.output;

import dev.amend.engine.explain.AskedKey;
import dev.amend.engine.explain.Explanation;
import dev.amend.engine.explain.Explanation.OfBatch;
import dev.amend.engine.explain.Explanation.SnapshotAt;
import dev.amend.engine.explain.SourceEvidence;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.KeyComparison;
import dev.amend.reconciliation.KeySide;
import dev.amend.reconciliation.ShownRow;
import dev.amend.specs.ExplanationRule;
import dev.amend.specs.PartitionRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON. */
public final class ExplainDocument {
    private final FrozenBackfill backfill;
    private final BackfillState state;
    private final ShownCells cells;

    public ExplainDocument(FrozenBackfill backfill, BackfillState state, ShownCells cells) {
        this.backfill = backfill;
        this.state = state;
        this.cells = cells;
    }

    public Map<String, @Nullable Object> of(Explanation explanation) {
        return new Document()
                .with("backfill_id", backfill.id().value())
                .with("status", state.name())
                .with("target", backfill.specification().target().table().toString())
                .with("key", key(explanation.key()))
                .with("baseline", snapshot(explanation.baseline()))
                .with("batches", explanation.batches().stream().map(this::batch).toList())
                .with("batches_not_shown", explanation.batchesNotShown())
                .fields();
    }

    private Map<String, String> key(AskedKey key) {
        Map<String, String> shown = new LinkedHashMap<>();
        key.texts().forEach((column, text) -> shown.put(column, cells.typed(column, text)));
        return shown;
    }

    private static Document snapshot(SnapshotAt snapshot) {
        return new Document()
                .with("snapshot", snapshot.id())
                .with("committed_at", snapshot.at().toString());
    }

    private Map<String, @Nullable Object> batch(OfBatch explained) {
        PartitionRange range = explained.batch().range();
        return new Document()
                .with("id", explained.batch().id())
                .with("start", range.unit().format(range.start()))
                .with("end", range.unit().format(range.last()))
                .with("state", StatusView.lower(explained.record().state().name()))
                .with("shadow", explained.shadow().map(ExplainDocument::snapshot))
                .with(
                        "class",
                        explained
                                .comparison()
                                .flatMap(KeyComparison::rowClass)
                                .map(found -> StatusView.lower(found.name())))
                .with("elsewhere", explained.comparison().flatMap(KeyComparison::elsewhere))
                .with("unexplained", explained.comparison().map(KeyComparison::isUnexplained))
                .with(
                        "explained_by",
                        explained.comparison().flatMap(KeyComparison::rule).map(this::rule))
                .with("old", side(explained.before()))
                .with("new", explained.comparison().map(comparison -> side(comparison.after())))
                .with(
                        "columns",
                        ExplainedColumn.of(backfill.specification(), explained).stream()
                                .map(this::column)
                                .toList())
                .with("sources", explained.sources().stream().map(this::source).toList())
                .fields();
    }

    private Document rule(String name) {
        return new Document()
                .with("name", name)
                .with(
                        "condition",
                        backfill.specification().validation().explainedBy().stream()
                                .filter(rule -> rule.name().equals(name))
                                .map(ExplanationRule::condition)
                                .findFirst());
    }

    private Document side(KeySide side) {
        return new Document()
                .with("count", side.count())
                .with("rows", side.rows().stream().map(this::row).toList());
    }

    private Map<String, @Nullable Object> row(ShownRow row) {
        Document document = new Document();
        row.cells().forEach((column, value) -> document.with(column, cells.document(column, value)));
        return document.fields();
    }

    private Map<String, @Nullable Object> column(ExplainedColumn column) {
        return new Document()
                .with("name", column.name())
                .with("use", StatusView.lower(column.use().name()))
                .with("verdict", column.verdict().map(verdict -> StatusView.lower(verdict.name())))
                .with("delta", column.delta().flatMap(delta -> cells.delta(column.name(), delta)))
                .with("masked", cells.isMasked(column.name()))
                .fields();
    }

    private Map<String, @Nullable Object> source(SourceEvidence source) {
        return new Document()
                .with("name", source.name())
                .with("table", source.table().toString())
                .with("snapshot", source.snapshot())
                .with("bounds", source.bounds())
                .with("filtered_by", source.filteredBy())
                .with("not_filtered_by", source.notFilteredBy())
                .with("problem", source.problem())
                .with("count", source.count())
                .with("rows", rows(source))
                .fields();
    }

    private List<Map<String, @Nullable Object>> rows(SourceEvidence source) {
        return source.rows().stream().map(this::row).toList();
    }
}
