package dev.amend.reconciliation.report;

import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.report.ReportFacts.Decision;
import java.util.Collection;

/** A result as a word, with its colour. */
record Tag(String css, String word) {
    private static final Tag PASS = new Tag("pass", "pass");
    private static final Tag WARN = new Tag("warn", "look");
    private static final Tag FAIL = new Tag("fail", "fail");

    static Tag of(Outcome outcome) {
        return switch (outcome) {
            case PASS -> PASS;
            case WARN -> WARN;
            case FAIL -> FAIL;
        };
    }

    /** The worst outcome of several findings. */
    static Tag worst(Collection<Finding> findings) {
        return of(findings.stream().map(Finding::outcome).reduce(Outcome.PASS, (a, b) -> a.compareTo(b) > 0 ? a : b));
    }

    static Tag of(Decision.Kind kind) {
        return switch (kind) {
            case APPROVED -> new Tag("pass", "approved");
            case REJECTED -> new Tag("fail", "rejected");
        };
    }

    /** A tag for something that is shown, but never judged. */
    static Tag shown() {
        return new Tag("plain", "shown");
    }
}
