package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.FigureText;
import dev.amend.reconciliation.finding.Finding;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The findings that did not pass, as a short table that unfolds to more: the way to the decision must stay short.
 *
 * @param first the lines that are shown at once
 * @param more the folded lines
 * @param moreTitle the label of the fold
 * @param leftOut a sentence about findings that are only in the JSON report, or empty
 */
record AttentionLines(List<FindingLine> first, List<FindingLine> more, String moreTitle, String leftOut) {
    private static final int AT_ONCE = 8;
    private static final int MOST = 100;

    /** @param words the meaning of the check; empty if the line above has the same */
    record FindingLine(Tag outcome, String check, String words, String scope, String expected, String found) {}

    /** @param findings sorted by outcome, the worst first */
    static AttentionLines of(List<Finding> findings) {
        List<FindingLine> more = lines(findings, AT_ONCE, MOST);
        int leftOut = findings.size() - MOST;
        return new AttentionLines(
                lines(findings, 0, AT_ONCE),
                more,
                Plain.count(more.size(), "more finding", "more findings"),
                leftOut > 0 ? FigureText.number(leftOut) + " more are in the JSON report" : "");
    }

    private static List<FindingLine> lines(List<Finding> findings, int from, int to) {
        return IntStream.range(from, Math.min(to, findings.size()))
                .mapToObj(i -> line(
                        findings.get(i), i == from ? "" : findings.get(i - 1).check()))
                .toList();
    }

    private static FindingLine line(Finding finding, String checkAbove) {
        return new FindingLine(
                Tag.of(finding.outcome()),
                finding.check(),
                finding.check().equals(checkAbove) ? "" : CheckWords.of(finding.check()),
                finding.scope(),
                finding.expected(),
                finding.found());
    }
}
