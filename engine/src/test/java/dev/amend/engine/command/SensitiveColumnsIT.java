package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * J27: the names of the shops are secret, and are the key. They are looked for in all that a backfill leaves behind; where
 * nobody says that they are secret the same search finds them, everywhere that a value may stand.
 */
@Tag("long")
final class SensitiveColumnsIT {
    private static final Pattern SECRET = Pattern.compile("shop-[0-9]{2}|[0-9]{2}-pohs", Pattern.CASE_INSENSITIVE);
    private static final String SENSITIVE = "sensitive: [shop]";
    private static final String OPEN = "sensitive: []";
    private static final String WITHHELD =
            "CAST_INVALID_INPUT; what Spark says of it may quote a row and is withheld, since columns are sensitive: shop";
    private static final String REPORTS = "state/backfills/tax-fix/reports/";

    @TempDir
    private Path dir;

    @Test
    void areNowhereInWhatABackfillLeavesBehind() throws IOException {
        Traces traces = SecretLife.carriedOut(dir, SENSITIVE);

        assertThat(traces.placesWith(SECRET)).isEmpty();
        assertThat(traces.at("log")).contains("INFO dev.amend.", "INFO org.apache.spark.", "INFO org.apache.iceberg.");
        assertThat(traces.placesWith(Pattern.compile("amend.backfill-id")))
                .anyMatch(file -> file.endsWith(".metadata.json"));
        for (String folder : List.of("dry/", REPORTS)) {
            hasMaskedFindings(traces.at(folder + "report.json"));
            assertThat(traces.at(folder + "report.html")).contains("•••", WITHHELD);
            assertThat(unescaped(traces.at(folder + "report.md"))).contains(WITHHELD, "{\"s\":\"•••\"");
        }
        assertThat(traces.at(REPORTS + "batches/2026-01-05.json")).contains("•••");
        isMaskedInWhatEachCommandSays(traces);
    }

    private static void hasMaskedFindings(String report) throws IOException {
        JsonNode json = new ObjectMapper().readTree(report);

        assertThat(found(json, "check:rows"))
                .hasSizeGreaterThan(2)
                .allSatisfy(found -> assertThat(found).startsWith("140 rows: {\"s\":\"•••\",\"r\":\"•••\",\"net\":"));
        assertThat(found(json, "check:broken"))
                .hasSizeGreaterThan(2)
                .containsOnly("the query can't be answered: " + WITHHELD);
    }

    private static String unescaped(String markdown) {
        return markdown.replace("\\_", "_");
    }

    private static List<String> found(JsonNode report, String check) {
        return StreamSupport.stream(report.at("/batches").spliterator(), false)
                .flatMap(batch -> StreamSupport.stream(batch.at("/findings").spliterator(), false))
                .filter(finding -> finding.at("/check").asText().equals(check))
                .map(finding -> finding.at("/found").asText())
                .toList();
    }

    private static void isMaskedInWhatEachCommandSays(Traces traces) {
        assertThat(traces.at("explain"))
                .contains("tax-fix, day 2026-01-07, shop •••: changed")
                .containsPattern("(?m)^ +day +shop +gross +tax +label$\n +2026-01-07 +••• +[0-9.]+ +••• +•••$");
        assertThat(traces.at("explain as JSON")).contains("•••");
        assertThat(traces.at("explain nothing"))
                .contains(
                        "Invalid --key: the value of 'shop' goes on after its closing quote: •••; '•••' is not COLUMN=VALUE",
                        "'•••' of 'day' is not a date, such as 2026-01-31; '•••' is no column of finance.revenue");
        assertThat(traces.at("sql")).containsPattern("(?m)^••• +••• +[0-9.]+$");
        assertThat(traces.at("sql that fails"))
                .contains("Cannot ask what tax-fix compares: a query failed: " + WITHHELD);
        assertThat(unescaped(traces.at("report as Markdown"))).contains(WITHHELD);
        assertThat(traces.at("verify"))
                .contains("watched: dashboard (warn): more than 10 rows, the first: [•••")
                .contains("watched: broken (warn): it can't be asked: " + WITHHELD);
        assertThat(traces.at("spot check that differs"))
                .contains("the first: {\"day\":\"2026-01-05\",\"shop\":\"•••\"}");
        assertThat(traces.at("spot check that fails"))
                .contains("Cannot derive rows of tax-fix again: a query failed: " + WITHHELD);
    }

    @Test
    void areThereWhereNobodySaysThatTheyAreSensitive() throws IOException {
        assertThat(SecretLife.carriedOut(dir, OPEN).placesWith(SECRET))
                .contains(
                        "dry/report.html",
                        "dry/report.json",
                        "dry/report.md",
                        REPORTS + "report.html",
                        REPORTS + "report.json",
                        REPORTS + "report.md",
                        REPORTS + "batches/2026-01-05.json",
                        "explain",
                        "explain as JSON",
                        "explain nothing",
                        "sql",
                        "sql that fails",
                        "report as Markdown",
                        "verify",
                        "spot check that differs",
                        "spot check that fails",
                        "log");
    }

    @Test
    void areNotQuotedByAQueryThatFailsOnThem() throws IOException {
        Traces traces = SecretLife.failed(dir, SENSITIVE);

        assertThat(traces.placesWith(SECRET)).isEmpty();
        assertThat(traces.placesLike("(transform|measure|total|rule): .*"))
                .hasSize(13)
                .allSatisfy((command, said) -> assertThat(said).contains(WITHHELD));
        assertThat(traces.placesLike("state/.*/batches/2026-01-05\\.json"))
                .hasSize(4)
                .allSatisfy((file, text) -> assertThat(text).contains(WITHHELD));
    }

    @Test
    void areQuotedByItWhereNobodySaysThatTheyAreSensitive() throws IOException {
        Traces traces = SecretLife.failed(dir, OPEN);

        assertThat(traces.placesWith(SECRET))
                .contains("log")
                .containsAll(
                        traces.placesLike("(transform|measure|total|rule): .*").keySet())
                .containsAll(
                        traces.placesLike("state/.*/batches/2026-01-05\\.json").keySet());
    }
}
