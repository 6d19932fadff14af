package dev.amend.reconciliation.report;

import static dev.amend.reconciliation.report.OneWeek.figure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.amend.reconciliation.finding.Contribution;
import dev.amend.reconciliation.finding.MeasureFigure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** From the old total to the new one, cause by cause: bars that lead from one to the other without a gap. */
final class WaterfallSectionTest {
    /** A bar is drawn a quarter of a hundredth wide at least, so that it can be seen. */
    private static final Offset<Double> DRAWN = within(0.27);

    private static final List<Contribution> EVERY_CAUSE = List.of(
            because(Contribution.REMOVED, 2, "-200"),
            because("removed, unexplained", 1, "-30"),
            because(Contribution.ADDED, 3, "450"),
            because("added, unexplained", 1, "5"),
            because(Contribution.MOVED, 4, "0"),
            because(Contribution.DUPLICATE, 1, "-12"),
            because(Contribution.NULL_KEY, 2, "-8"),
            because("rule:refund-in-its-month", 5, "60"),
            because("rule:tax-taken-out", 1234, "-1500.5"),
            because(Contribution.WITHIN_TOLERANCE, 7, "0.02"),
            because(Contribution.UNEXPLAINED, 6, "-90"));

    /** One bar of the page. */
    private record Bar(String label, String value, String css, double from, double to) {

        static Bar of(Element step) {
            Element rect = ParsedPage.first(step, "rect");
            double from = Double.parseDouble(rect.getAttribute("x"));
            return new Bar(
                    ParsedPage.text(ParsedPage.first(step, "div")),
                    ParsedPage.text((Element) step.getElementsByTagName("div").item(1)),
                    rect.getAttribute("class"),
                    from,
                    from + Double.parseDouble(rect.getAttribute("width")));
        }

        BigDecimal figure() {
            return new BigDecimal(value.replace(",", "").replace("+", ""));
        }
    }

    @Test
    void namesEveryCauseOnceInTheOrderFromWhatIsGoneToWhatHasNoReason() {
        List<Contribution> shuffled = new ArrayList<>(EVERY_CAUSE);
        Collections.shuffle(shuffled, new Random(11));

        assertThat(bars(report("4000", "2674.52", shuffled)))
                .extracting(bar -> "%s: %s [%s]".formatted(bar.label(), bar.value(), bar.css()))
                .containsExactly(
                        "old: 4,000 [whole]",
                        "removed (2 rows): -200 [down]",
                        "removed, unexplained (1 row): -30 [odd]",
                        "added (3 rows): +450 [up]",
                        "added, unexplained (1 row): +5 [odd]",
                        "moved (4 rows): 0 [up]",
                        "duplicate (1 row): -12 [down]",
                        "null key (2 rows): -8 [odd]",
                        "refund-in-its-month (5 rows): +60 [up]",
                        "tax-taken-out (1,234 rows): -1,500.50 [down]",
                        "within tolerance (7 rows): +0.02 [up]",
                        "unexplained (6 rows): -90 [odd]",
                        "new: 2,674.52 [whole now]");
    }

    @Test
    void leadsFromTheOldTotalToTheNewOne() {
        assertLeadsFromOldToNew(bars(report("4000", "2674.52", EVERY_CAUSE)));
    }

    @Test
    void leadsThereFromNothingToNothingAndBelowZero() {
        assertLeadsFromOldToNew(bars(report("0", "70", List.of(because(Contribution.ADDED, 1, "70")))));
        assertLeadsFromOldToNew(bars(report("70", "0", List.of(because(Contribution.REMOVED, 1, "-70")))));
        assertLeadsFromOldToNew(bars(report(
                "100", "20", List.of(because("rule:refund", 1, "-150"), because(Contribution.UNEXPLAINED, 1, "70")))));
    }

    @Test
    void beginsTheBarsLaterWhereTheChangeIsSmallAndSaysSo() {
        Report small = report("1000000", "999000", List.of(because("rule:tax", 9, "-1000")));

        assertThat(ParsedPage.of(small).texts("waterfall", "p"))
                .containsExactly("The bars begin at 998,000 so that the changes can be seen.");
        assertThat(bars(small))
                .extracting(Bar::from, Bar::to)
                .containsExactly(tuple(0.0, 100.0), tuple(50.0, 100.0), tuple(0.0, 50.0));
        assertThat(ParsedPage.of(report("70", "0", List.of(because(Contribution.REMOVED, 1, "-70"))))
                        .texts("waterfall", "p"))
                .isEmpty();
    }

    @Test
    void hasOneForEachMeasureThatAddsUp() {
        ParsedPage page = ParsedPage.of(FullReport.needsDecision());
        List<Bar> all = page.elements("waterfall", "div[@class='step']").stream()
                .map(Bar::of)
                .toList();

        assertThat(page.texts("waterfall", "h3")).containsExactly("revenue", "gross", "orders");
        assertThat(all).filteredOn(bar -> bar.css().equals("whole")).hasSize(3);
        for (int i = 0; i < all.size(); ) {
            int end = i + 1;
            while (!all.get(end).css().equals("whole now")) {
                end++;
            }
            assertLeadsFromOldToNew(all.subList(i, end + 1));
            i = end + 1;
        }
    }

    /** In figures, to the last digit, and as it is drawn. */
    private static void assertLeadsFromOldToNew(List<Bar> bars) {
        Bar old = bars.get(0);
        Bar now = bars.get(bars.size() - 1);
        BigDecimal total = old.figure();
        double position = old.to();
        for (Bar bar : bars.subList(1, bars.size() - 1)) {
            boolean grows = bar.figure().signum() > 0;
            assertThat(grows ? bar.from() : bar.to()).as("where %s begins", bar).isCloseTo(position, DRAWN);
            position = grows ? bar.to() : bar.from();
            total = total.add(bar.figure());
        }
        assertThat(total).as("old and all changes").isEqualByComparingTo(now.figure());
        assertThat(position).as("where %s ends", now).isCloseTo(now.to(), DRAWN);
    }

    private static List<Bar> bars(Report report) {
        return ParsedPage.of(report).elements("waterfall", "div[@class='step']").stream()
                .map(Bar::of)
                .toList();
    }

    private static Report report(String before, String after, List<Contribution> contributions) {
        MeasureFigure revenue = figure("revenue", before, after);
        return OneWeek.moved(
                OneWeek.specification().measure("revenue", "sum(net_revenue)").build(),
                List.of(revenue),
                contributions);
    }

    private static Contribution because(String cause, long rows, String delta) {
        return new Contribution("revenue", cause, rows, new BigDecimal(delta));
    }
}
