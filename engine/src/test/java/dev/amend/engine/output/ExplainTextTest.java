package dev.amend.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.command.Schemas;
import dev.amend.engine.command.SmallJournal;
import dev.amend.engine.explain.AskedKey;
import dev.amend.engine.explain.Explanation;
import dev.amend.engine.explain.Explanation.OfBatch;
import dev.amend.engine.explain.Explanation.SnapshotAt;
import dev.amend.engine.explain.SourceEvidence;
import dev.amend.engine.journal.BackfillState;
import dev.amend.engine.journal.PlanRecord;
import dev.amend.engine.lakehouse.SmallLake;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.reconciliation.KeyComparison;
import dev.amend.reconciliation.KeySide;
import dev.amend.reconciliation.ShownRow;
import dev.amend.reconciliation.finding.CellValue;
import dev.amend.reconciliation.finding.RowClass;
import dev.amend.specs.Specification;
import dev.amend.specs.TableId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What {@code explain} shows, and what it does not. */
final class ExplainTextTest {
    private static final Instant MORNING = Instant.parse("2026-06-01T08:00:00Z");
    private static final List<String> COLUMNS = List.of("day", "shop", "gross", "net", "computed_at");
    private static final ShownCells ALL = new ShownCells(Set.of());

    private final Specification specification =
            SmallLake.read(SmallLake.specification("tax-fix")).specification();

    @Test
    void marksOnlyWhatDiffersByMoreThanItsTolerance() {
        KeyComparison changed = comparison(
                RowClass.CHANGED, Set.of("net"), side(row("a", "100.00", "100.00")), side(row("a", "100.01", "90.00")));

        assertThat(text(ALL, changed))
                .startsWith("tax-fix, day 2026-01-07, shop a: changed; the specification has no rules (explained_by)\n")
                .contains(
                        "\n     gross        100.00      100.01      +0.01   within tolerance\n",
                        "\n  *  net          100.00      90.00       -10.00  differs\n",
                        "\n     computed_at  null        null                volatile, not compared\n");
    }

    @Test
    void showsRowsThatAreThereTwiceBesideEachOther() {
        KeyComparison twice = comparison(
                RowClass.DUPLICATE,
                Set.of(),
                side(row("a", "1", "1")),
                new KeySide(COLUMNS, 7, List.of(row("a", "2", "2"), row("a", "3", "3"))));

        assertThat(text(ALL, twice))
                .contains(
                        ": duplicate, 1 old and 7 new rows have this key, so that they can't be paired\n",
                        "column       old         new 1       new 2       delta  note\n",
                        "\n     gross        1           2           3\n",
                        "\n  and 5 more new rows\n");
    }

    @Test
    void showsOneSideWhereThereIsNoOther() {
        KeyComparison added =
                comparison(RowClass.ADDED, Set.of(), new KeySide(COLUMNS, 0, List.of()), side(row("a", "1", "1")));

        assertThat(text(ALL, added))
                .contains(": added, there is no old row; ", "\n     gross        –    1\n")
                .doesNotContain("differs");
    }

    @Test
    void saysWhereAMovedRowWentTo() {
        KeyComparison moved = new KeyComparison(
                Optional.of(RowClass.MOVED),
                Optional.empty(),
                Set.of(),
                Optional.of("2026-01-08"),
                side(row("a", "1", "1")),
                new KeySide(COLUMNS, 0, List.of()));

        assertThat(text(ALL, moved)).contains(": moved, to partition 2026-01-08; ");
    }

    @Test
    void valuesAreNeitherMarkupNorTerminalCommands() {
        ShownRow odd = row("\u001b[2Jnull\nx\u202e", "1", "1");
        KeyComparison same = comparison(RowClass.SAME, Set.of(), side(odd), side(row("null", "1", "1")));

        assertThat(text(ALL, same))
                .contains("\\u001b[2Jnull\\u000ax\\u202e  'null'")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void noValueOfAMaskedColumnIsShownAnywhere() throws Exception {
        ShownCells masked = new ShownCells(Set.of("Shop", "net"));
        KeyComparison changed = comparison(
                RowClass.CHANGED,
                Set.of("net"),
                side(row("secret", "100.00", "77.70")),
                side(row("secret", "100.00", "66.60")));

        String text = text(masked, changed);
        JsonNode document = document(masked, changed);

        for (String shown : List.of(text, document.toString())) {
            assertThat(shown)
                    .doesNotContain("secret", "77.70", "66.60", "11.10")
                    .contains("100.00", "•••");
        }
        assertThat(text).containsPattern("\\n {2}\\* {2}net +••• +••• +differs\\n");
        assertThat(document.at("/key/shop").asText()).isEqualTo("•••");
        assertThat(document.at("/batches/0/columns/3").toString())
                .isEqualTo(
                        "{\"name\":\"net\",\"use\":\"compared\",\"verdict\":\"differs\",\"delta\":null,\"masked\":true}");
        assertThat(document.at("/batches/0/sources/0/rows/0/shop").asText()).isEqualTo("•••");
    }

    @Test
    void saysHowManyMoreThereAre() throws Exception {
        KeyComparison same = comparison(RowClass.SAME, Set.of(), side(row("a", "1", "1")), side(row("a", "1", "1")));

        assertThat(text(ALL, same))
                .contains(
                        "\nsource events: staging.events at snapshot 41, 2026-01-05..2026-01-11 as batch 2026-01-05 reads it\n",
                        "\n  1,200 rows with this shop; it has no day, so that rows of other keys are among them; the first 1 are shown\n",
                        "\n  can't be read: snapshot 40 was expired",
                        "\n\n3 more batches have rows with this key.");
        assertThat(document(ALL, same).at("/batches_not_shown").asInt()).isEqualTo(3);
    }

    private String text(ShownCells cells, KeyComparison comparison) {
        String key = comparison.before().rows().stream()
                .map(row -> row.cells().get("shop"))
                .map(CellValue::text)
                .findFirst()
                .orElse("a");
        return new ExplainText(backfill(), BackfillState.BUILT, cells).of(explanation(key, comparison));
    }

    private JsonNode document(ShownCells cells, KeyComparison comparison) throws Exception {
        ObjectMapper json = new ObjectMapper();
        return Schemas.valid(
                "explain",
                json.readTree(json.writeValueAsString(new ExplainDocument(backfill(), BackfillState.BUILT, cells)
                        .of(explanation("secret", comparison)))));
    }

    private Explanation explanation(String shop, KeyComparison comparison) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("day", "2026-01-07");
        texts.put("shop", shop);
        return new Explanation(
                new AskedKey(Map.of(), texts, Optional.empty()),
                new SnapshotAt(42, MORNING),
                List.of(new OfBatch(
                        specification.batches().get(0),
                        SmallJournal.reconciled("2026-01-05"),
                        Optional.of(new SnapshotAt(50, MORNING)),
                        comparison.before(),
                        Optional.of(comparison),
                        List.of(
                                source(41, 1200, List.of(shopRow(shop)), Optional.empty()),
                                source(40, 0, List.of(), Optional.of("snapshot 40 was expired"))))),
                3);
    }

    private static ShownRow shopRow(String shop) {
        return new ShownRow(Map.of("shop", CellValue.of(shop)), Map.of());
    }

    private static SourceEvidence source(long snapshot, long count, List<ShownRow> rows, Optional<String> problem) {
        return new SourceEvidence(
                "events",
                TableId.parse("staging.events"),
                snapshot,
                Optional.of("2026-01-05..2026-01-11"),
                List.of("shop"),
                List.of("day"),
                count,
                List.of("shop"),
                rows,
                problem);
    }

    private static KeyComparison comparison(RowClass rowClass, Set<String> differing, KeySide before, KeySide after) {
        return new KeyComparison(Optional.of(rowClass), Optional.empty(), differing, Optional.empty(), before, after);
    }

    private static KeySide side(ShownRow row) {
        return new KeySide(COLUMNS, 1, List.of(row));
    }

    private static ShownRow row(String shop, String gross, String net) {
        Map<String, CellValue> cells = new LinkedHashMap<>();
        cells.put("day", CellValue.of("2026-01-07"));
        cells.put("shop", CellValue.of(shop));
        cells.put("gross", CellValue.of(gross));
        cells.put("net", CellValue.of(net));
        cells.put("computed_at", CellValue.NULL);
        return new ShownRow(cells, Map.of("gross", new BigDecimal(gross), "net", new BigDecimal(net)));
    }

    private FrozenBackfill backfill() {
        return new FrozenBackfill(
                specification,
                new PlanRecord(
                        "digest",
                        SmallLake.TARGET,
                        "uuid",
                        0,
                        0,
                        2,
                        new PlanRecord.Baseline(42, MORNING),
                        List.of(),
                        new TreeMap<>(),
                        List.of(),
                        MORNING,
                        "1",
                        MORNING,
                        1));
    }
}
