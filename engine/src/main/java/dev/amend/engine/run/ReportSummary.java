package dev.amend.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.journal.Journal;
import dev.amend.reconciliation.report.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What a decision on a report needs of it, kept beside it so that nobody has to read all of it. */
public record ReportSummary(String digest, Verdict verdict) {
    static final String NAME = "summary.json";

    /** The summary of a backfill's latest report, if there is one. */
    public static Optional<ReportSummary> of(Journal journal) {
        return journal.report(NAME).map(ReportSummary::parsed);
    }

    private static ReportSummary parsed(byte[] content) {
        try {
            JsonNode json = new ObjectMapper().readTree(new String(content, StandardCharsets.UTF_8));
            return new ReportSummary(
                    json.required("digest").asText(),
                    Verdict.valueOf(json.required("verdict").asText()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("The report's summary cannot be read", e);
        }
    }

    byte[] json() {
        try {
            return new ObjectMapper().writeValueAsBytes(Map.of("digest", digest, "verdict", verdict.name()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The report's summary cannot be written", e);
        }
    }
}
