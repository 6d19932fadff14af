package dev.amend.reconciliation.report;

import static dev.amend.reconciliation.SpecificationBuilder.aSpecification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.amend.reconciliation.Lake;
import dev.amend.reconciliation.Lake.Rewritten;
import dev.amend.reconciliation.Reconciler;
import dev.amend.reconciliation.SpecificationBuilder;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.input.BatchInput;
import dev.amend.reconciliation.input.NewRows;
import dev.amend.specs.Batch;
import dev.amend.specs.Measure;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.Severity;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Markup as data goes all the way from a table to the report, and stays text. Names of columns are data, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MarkupInDataIT {
    private static final String TABLE = "lake.finance.markup";
    private static final String DAY = "2024-12-02";
    private static final String MARKUP = HostileReport.MARKUP;

    /** Lines, cells, code and headings of Markdown besides. */
    private static final String LINES = "line" + MARKUP + " | b\n# c `d` \\| <b>e</b>\n\n| f |";

    private static final String KEY = "key-column" + MARKUP;
    private static final String COLUMN = "column" + MARKUP;
    /** All that Spark and Iceberg allow in a name, and that means something to SQL, to templates or to Markdown. */
    private static final String BACKTICKS = "back`ticks``" + MARKUP + "' | %s {{key}} $1 \\ # [a](b)";

    private static final String FIELD = "field" + MARKUP;

    /** A text of JSON, which cells of nested values and rows of own checks are. */
    private static final String IN_JSON = "\\\"><img src=x onerror=alert(1)>";

    private final Lake lake = Lake.open();
    private Rewritten snapshots = new Rewritten(0, 0);
    private Report report = null;

    @BeforeAll
    void reconcile() {
        snapshots = lake.rewritten(
                TABLE,
                "day date, %s string, %s string, %s string, note string, lines string, tags array<string>,"
                                .formatted(quoted(KEY), quoted(COLUMN), quoted(BACKTICKS))
                        + " properties map<string, string>, detail struct<%s: string, n: int>, net int"
                                .formatted(quoted(FIELD)),
                "day",
                "values %s, %s".formatted(row("same", "old", 10), row("gone", "old", 1)),
                "values %s, %s".formatted(row("same", "new", 12), row("come", "new", 1)));
        report = report(everyCheck());
    }

    /** A row whose every text is markup. */
    private static String row(String key, String side, int net) {
        return "(date'%s', %s, %s, %s, %s, %s, array(%s, 'b'), map(%s, %s), named_struct(%s, %s, 'n', %d), %d)"
                .formatted(
                        DAY,
                        literal(key + MARKUP),
                        literal("in-column-" + side + MARKUP),
                        literal("in-backticks-" + side + MARKUP),
                        literal("note-" + side + MARKUP),
                        literal(side + LINES),
                        literal("tag-" + side + MARKUP),
                        literal("map-key-" + side + MARKUP),
                        literal("map-value-" + side + MARKUP),
                        literal(FIELD),
                        literal("field-value-" + side + MARKUP),
                        net,
                        net);
    }

    /** Each finds something. */
    private static Specification everyCheck() {
        return aMarkedSpecification()
                .measure("net", "sum(net)", "-100% to 100%", Measure.Per.BATCH)
                .measure("letters", "sum(length(%s))".formatted(quoted(COLUMN)))
                .rule("renamed", "old.%1$s <> new.%1$s".formatted(quoted(BACKTICKS)))
                .check("texts", Severity.FAIL, "select %s, note from new".formatted(quoted(KEY)))
                .check("lines", Severity.WARN, "select lines from new where net = 12")
                .check("lists", Severity.FAIL, "select tags from new where net = 12")
                .check("maps", Severity.WARN, "select properties from new where net = 12")
                .check("structs", Severity.FAIL, "select detail from new where net = 12")
                .check(
                        "names",
                        Severity.FAIL,
                        "select %s, 1 as %s from new where net = 12"
                                .formatted(quoted(BACKTICKS), quoted("own" + MARKUP)))
                .check("cast", Severity.FAIL, "select cast(note as int) from new where net = 12")
                .check("raise", Severity.FAIL, "select raise_error(lines) from new where net = 12")
                .check("typo", Severity.FAIL, "select %s from new".formatted(quoted("typo" + MARKUP)))
                .build();
    }

    private static SpecificationBuilder aMarkedSpecification() {
        return aSpecification()
                .of(TABLE)
                .partitionedBy("day", PartitionUnit.DAY)
                .over(DAY, DAY)
                .partitionsPerBatch(1)
                .key("day", KEY)
                .volatileColumns()
                .unchanged(COLUMN)
                .required(BACKTICKS);
    }

    /** Written where {@code .ci/steps/50-report-in-a-browser} finds it. */
    @Test
    void isReadableInThePageLetterByLetter() throws IOException {
        ReportFolder.leave(
                "hostile-data",
                report,
                List.of(
                        KEY + " = same" + MARKUP,
                        KEY + " = gone" + MARKUP,
                        KEY + " = come" + MARKUP,
                        COLUMN + ": in-column-old" + MARKUP + " → in-column-new" + MARKUP,
                        BACKTICKS + ": in-backticks-old" + MARKUP + " → in-backticks-new" + MARKUP,
                        "note: note-old" + MARKUP + " → note-new" + MARKUP,
                        "lines: oldline" + MARKUP + " | b # c `d` \\| <b>e</b> | f |",
                        "[\"tag-new" + IN_JSON + "\",\"b\"]",
                        "[{\"key\":\"map-key-new" + IN_JSON + "\",\"value\":\"map-value-new" + IN_JSON + "\"}]",
                        "{\"field" + IN_JSON + "\":\"field-value-new" + IN_JSON + "\",\"n\":12}",
                        "required:" + BACKTICKS,
                        "unchanged:" + COLUMN,
                        "{\"key-column" + IN_JSON + "\":\"come" + IN_JSON + "\",\"note\":\"note-new" + IN_JSON + "\"}",
                        "{\"properties\":{\"map-key-new" + IN_JSON + "\":\"map-value-new" + IN_JSON + "\"}}",
                        "\"own" + IN_JSON + "\":1",
                        "CAST_INVALID_INPUT",
                        "newline" + MARKUP,
                        "typo" + MARKUP));
    }

    @Test
    void isNowhereMarkupInThePage() {
        String html = ReportHtml.render(report);

        assertThat(html).contains("&lt;img").doesNotContain("<img", "<b>", "<script", "style=\"");
        assertThat(html.replaceAll("=\"[^\"]*\"", "")).doesNotContainPattern("<[^>]*\\son[a-z]+=");
    }

    @Test
    void isNoHtmlAndBreaksNoTableInMarkdown() {
        String markdown = ReportMarkdown.render(report);

        assertThat(markdown).contains("CAST\\_INVALID\\_INPUT", "&lt;img").doesNotContain("<");
        assertThat(withoutEscapes(markdown)).doesNotContain("[", "]", "`");
        assertThat(markdown.lines().filter(line -> line.startsWith("#"))).hasSize(1);
        assertThat(rowsBelow(markdown, "| Result |"))
                .as("a line for each finding")
                .hasSize(12)
                .allSatisfy(row -> assertThat(withoutEscapes(row)).matches("\\|( [^|]* \\|){5}"));
    }

    /** Else no rule could speak of such a column. */
    @Test
    void isNoObstacleToRulesOverAColumnOfThatName() {
        assertThat(report.total().explained()).containsExactly(entry("renamed", 1L));
    }

    /** What a name can hold, the names of sensitive columns hold, too. */
    @Test
    void isMaskedWhereItsColumnIsSensitive() {
        Report masked = report(aMarkedSpecification()
                .sensitive(KEY, COLUMN, BACKTICKS, "note", "lines", "detail")
                .check("cast", Severity.FAIL, "select cast(note as int) from new where net = 12")
                .build());

        assertThat(ReportHtml.render(masked)).doesNotContain("<img");
        assertThat(ReadableText.of(ReportHtml.render(masked)))
                .contains(
                        KEY + " = •••",
                        COLUMN + ": ••• → •••",
                        BACKTICKS + ": ••• → •••",
                        "Compared and never shown, with ••• in place of every value: " + BACKTICKS + ", " + COLUMN,
                        "is withheld, since columns are sensitive: " + BACKTICKS + ", " + COLUMN)
                .doesNotContain("same" + MARKUP, "in-column-", "in-backticks-", "note-new", "newline", "field-value-");
    }

    private Report report(Specification specification) {
        Batch batch = specification.batches().get(0);
        BatchReconciliation found = new Reconciler(specification, (registering, unused) -> {})
                .reconcile(
                        lake.session(),
                        new BatchInput(
                                batch,
                                snapshots.baseline(),
                                new NewRows.InShadow(snapshots.shadow()),
                                Map.of("batch_start", DAY),
                                Long.MAX_VALUE));
        assertThat(found.findings())
                .filteredOn(finding -> finding.check().startsWith("check:"))
                .isNotEmpty()
                .noneMatch(finding -> finding.outcome() == Outcome.PASS);
        return Report.assemble(SampleReports.facts(specification, SampleReports.NOW, 1), List.of(found));
    }

    private static List<String> rowsBelow(String markdown, String header) {
        return markdown.lines()
                .dropWhile(line -> !line.startsWith(header))
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }

    private static String withoutEscapes(String line) {
        return Pattern.compile("\\\\.").matcher(line).replaceAll("");
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
