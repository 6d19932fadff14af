package dev.amend.engine.reports;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amend.engine.journal.Journal;
import dev.amend.reconciliation.report.ReportDigest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The SHA-256 of each file of a report as written, so that a later change of it is noticed. */
public final class ReportSeal {
    static final String NAME = "seal.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReportSeal() {}

    /** @param files the content of each file, by name */
    public static byte[] of(Map<String, byte[]> files) {
        Map<String, String> digests = new TreeMap<>();
        files.forEach((name, content) -> digests.put(name, sha256(content)));
        try {
            return MAPPER.writeValueAsBytes(digests);
        } catch (JacksonException e) {
            throw new IllegalStateException("The digests of a report cannot be written", e);
        }
    }

    /** Names each file of a backfill's report that was changed, and what differs; empty if none was. */
    public static List<String> faults(Journal journal) {
        List<String> faults = new ArrayList<>();
        JsonNode sealed = parsed(NAME, journal.sealedReport(NAME), faults);
        for (String name : List.of(ReportNames.HTML, ReportNames.JSON, ReportNames.MARKDOWN)) {
            changed(journal, name, sealed.path(name).asText()).ifPresent(faults::add);
        }
        summaryFault(journal, faults);
        return List.copyOf(faults);
    }

    private static Optional<String> changed(Journal journal, String name, String expected) {
        String found = journal.report(name).map(ReportSeal::sha256).orElse("missing");
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of(
                        "reports/%s: SHA-256 is %s, not %s as in reports/%s".formatted(name, found, expected, NAME));
    }

    private static void summaryFault(Journal journal, List<String> faults) {
        List<String> unreadable = new ArrayList<>();
        JsonNode report = parsed(ReportNames.JSON, journal.report(ReportNames.JSON), unreadable);
        JsonNode summary = parsed(ReportSummary.NAME, journal.sealedReport(ReportSummary.NAME), unreadable);
        faults.addAll(unreadable);
        if (!unreadable.isEmpty()) {
            return;
        }

        String computed = ReportDigest.of(report.toString());
        differs(ReportNames.JSON, "digest", report.path("digest").asText(), computed)
                .ifPresent(faults::add);
        if (faults.isEmpty()) {
            compareSummary(summary, report, computed, faults);
        }
    }

    /** Compares the summary with a report that was not changed. */
    private static void compareSummary(JsonNode summary, JsonNode report, String computed, List<String> faults) {
        differs(ReportSummary.NAME, "digest", summary.path("digest").asText(), computed)
                .ifPresent(faults::add);
        differs(
                        ReportSummary.NAME,
                        "verdict",
                        summary.path("verdict").asText(),
                        report.path("verdict").asText().toUpperCase(java.util.Locale.ROOT))
                .ifPresent(faults::add);
    }

    private static Optional<String> differs(String file, String field, String found, String expected) {
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of(
                        "reports/%s: %s is '%s', but the report comes to '%s'".formatted(file, field, found, expected));
    }

    private static JsonNode parsed(String name, Optional<byte[]> content, List<String> faults) {
        try {
            JsonNode found = MAPPER.readTree(content.orElse(new byte[0]));
            if (!found.isObject()) {
                faults.add("reports/%s: it is %s".formatted(name, content.isEmpty() ? "missing" : "no JSON object"));
            }
            return found;
        } catch (IOException e) {
            faults.add("reports/%s: it is no JSON".formatted(name));
            return MAPPER.createObjectNode();
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
