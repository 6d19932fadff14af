package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.reconciliation.finding.PartitionFigures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Which columns changed in which partitions: a line for each column, on it a cell for each partition, and words for both. */
final class HeatMapSectionTest {
    private static final Pattern RUN = Pattern.compile("M(\\d+) 0h(\\d+)v1h-(\\d+)z");

    @Test
    void hasACellForEachColumnAndPartitionTheDarkerTheMoreRowsChanged() {
        List<PartitionFigures> days = List.of(
                OneWeek.day(0, 200, Map.of()),
                OneWeek.day(1, 200, Map.of("net", 1L)),
                OneWeek.day(2, 200, Map.of("net", 49L, "tax", 200L)),
                OneWeek.day(3, 200, Map.of("net", 50L)),
                OneWeek.day(4, 200, Map.of("net", 100L)),
                OneWeek.day(5, 200, Map.of("net", 150L)),
                OneWeek.day(6, 200, Map.of("net", 200L, "tax", 1L)));
        ParsedPage page = ParsedPage.of(OneWeek.ofDays(OneWeek.specification().build(), days));

        assertThat(shades(page))
                .containsExactly(
                        Map.entry("net", List.of(0, 1, 1, 2, 3, 4, 4)), Map.entry("tax", List.of(0, 0, 4, 0, 0, 0, 1)));
    }

    @Test
    void saysInWordsWhatItShows() {
        ParsedPage page = ParsedPage.of(OneWeek.ofDays(
                OneWeek.specification().build(),
                List.of(
                        OneWeek.day(0, 200, Map.of("net", 1L)),
                        OneWeek.day(1, 200, Map.of()),
                        OneWeek.day(2, 200, Map.of("net", 200L, "tax", 200L)))));

        assertThat(page.texts("batches", "div[@class='heat']/div[2]"))
                .containsExactly("in 2 of 3 partitions, 0.5% to 100% of rows", "in 1 of 3 partitions, 100% of rows");
        assertThat(page.elements("batches", "div[@class='heat']/*[name()='svg'][@role='img']"))
                .extracting(chart -> chart.getAttribute("aria-label"))
                .isEqualTo(page.texts("batches", "div[@class='heat']/div[2]"));
    }

    @Test
    void goesFromTheFirstPartitionOfTheFirstBatchToTheLastOfTheLast() {
        Report report = FullReport.needsDecision();
        List<PartitionFigures> partitions = report.batches().stream()
                .flatMap(batch -> batch.partitions().stream())
                .toList();
        Map<String, List<Integer>> shades = shades(ParsedPage.of(report));

        assertThat(shades).containsOnlyKeys("booked_in", "net_revenue", "tax_rate");
        assertThat(shades.get("net_revenue")).hasSameSizeAs(partitions).containsOnly(4);
        assertThat(IntStream.range(0, partitions.size())
                        .filter(i -> shades.get("booked_in").get(i) > 0)
                        .mapToObj(i -> partitions.get(i).partition()))
                .isEqualTo(partitions.stream()
                        .filter(partition -> partition.changedColumns().containsKey("booked_in"))
                        .map(PartitionFigures::partition)
                        .toList());
    }

    @Test
    void isLeftOutWhereNoColumnChanged() {
        ParsedPage page =
                ParsedPage.of(OneWeek.ofDays(OneWeek.specification().build(), List.of(OneWeek.day(0, 200, Map.of()))));

        assertThat(page.elements("batches", "div[@class='heat']")).isEmpty();
        assertThat(page.texts("batches", "h3")).isEmpty();
    }

    /** The shade of every cell, from none to the darkest. */
    private static Map<String, List<Integer>> shades(ParsedPage page) {
        Map<String, List<Integer>> shades = new TreeMap<>();
        for (Element line : page.elements("batches", "div[@class='heat']")) {
            shades.put(ParsedPage.text(ParsedPage.first(line, "div")), cells(ParsedPage.first(line, "svg")));
        }
        return shades;
    }

    private static List<Integer> cells(Element chart) {
        int[] cells = new int[Integer.parseInt(chart.getAttribute("viewBox").split(" ", -1)[2])];
        NodeList paths = chart.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            Matcher runs = RUN.matcher(path.getAttribute("d"));
            assertThat(runs.replaceAll("")).as("nothing but rectangles").isEmpty();
            runs.reset().results().forEach(run -> fill(cells, run, path.getAttribute("class")));
        }
        return IntStream.of(cells).boxed().toList();
    }

    private static void fill(int[] cells, MatchResult run, String css) {
        int start = Integer.parseInt(run.group(1));
        assertThat(run.group(3)).isEqualTo(run.group(2));
        for (int cell = start; cell < start + Integer.parseInt(run.group(2)); cell++) {
            assertThat(cells[cell]).as("cell %d is drawn once", cell).isZero();
            cells[cell] = Integer.parseInt(css.substring(1));
        }
    }
}
