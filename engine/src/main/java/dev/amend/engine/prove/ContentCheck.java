package dev.amend.engine.prove;

import dev.amend.reconciliation.BuildDifference;
import dev.amend.reconciliation.finding.Fingerprint;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Decides whether two builds of a partition are the same, and names the columns that differ. */
record ContentCheck(Fingerprint first, Fingerprint second) {
    private static final String NAME = "content";

    /**
     * Performs the check.
     *
     * @param tolerant columns that may differ by their tolerance
     * @param difference called if the builds are not exactly the same; empty for a table without a key
     */
    Proof.Check result(Set<String> tolerant, Supplier<Optional<BuildDifference>> difference) {
        Proof.Check exact = Proof.Check.equal(NAME, first, second);
        return exact.passed()
                ? exact
                : difference
                        .get()
                        .map(found -> compared(exact, tolerant, found))
                        .orElse(exact);
    }

    private static Proof.Check compared(Proof.Check exact, Set<String> tolerant, BuildDifference found) {
        if (found.rows() == 0) {
            return new Proof.Check(
                    NAME, true, "the same twice within the tolerance of " + String.join(", ", new TreeSet<>(tolerant)));
        }
        return new Proof.Check(NAME, false, exact.found() + rows(found) + columns(found) + advice(found));
    }

    private static String rows(BuildDifference found) {
        return "; %d %s".formatted(found.rows(), found.rows() == 1 ? "row differs" : "rows differ");
    }

    private static String columns(BuildDifference found) {
        return found.columns().isEmpty()
                ? ""
                : found.columns().stream().collect(Collectors.joining("', '", " in '", "'"));
    }

    private static String advice(BuildDifference found) {
        return found.floating().stream()
                .map(column ->
                        "; '%1$s' is a floating-point number: declare validation.tolerance.%1$s, or sum it as decimal"
                                .formatted(column))
                .collect(Collectors.joining());
    }
}
