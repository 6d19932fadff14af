package dev.amend.engine.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.journal.Journal;
import dev.amend.reconciliation.finding.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a report that a decision needs, kept separately so that the report need not be read.
 *
 * @param findings the findings behind the verdict, the worst first: the failed ones, or the warnings if none failed
 */
public record ReportSummary(String digest, Verdict verdict, List<String> findings) {
    /** Its name among the reports. */
    public static final String NAME = "summary.json";

    public ReportSummary {
        findings = List.copyOf(findings);
    }

    /** The summary of a backfill's latest report, if there is one. */
    public static Optional<ReportSummary> of(Journal journal) {
        return journal.sealedReport(NAME).map(content -> parsed(journal, content));
    }

    private static ReportSummary parsed(Journal journal, byte[] content) {
        try {
            JsonNode json = new ObjectMapper().readTree(new String(content, StandardCharsets.UTF_8));
            List<String> findings = new ArrayList<>();
            json.path("findings").forEach(finding -> findings.add(finding.asText()));
            return new ReportSummary(
                    json.required("digest").asText(),
                    Verdict.valueOf(json.required("verdict").asText()),
                    findings);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw ReportCode.unreadableSummary(journal.id(), journal.reportLocation(NAME), e);
        }
    }

    /** The verdict in words: {@code needs a decision}. */
    public String words() {
        return verdict == Verdict.NEEDS_DECISION
                ? "needs a decision"
                : verdict.name().toLowerCase(Locale.ROOT);
    }

    byte[] json() {
        try {
            return new ObjectMapper()
                    .writeValueAsBytes(Map.of("digest", digest, "verdict", verdict.name(), "findings", findings));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The report's summary cannot be written", e);
        }
    }
}
