package dev.amend.reconciliation.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** The digest of a report's checks and findings. */
public final class ReportDigest {
    /** The parts of a report other than checks and findings: they differ with place and time. */
    private static final Set<String> BESIDE = Set.of(
            "schema_version",
            "digest",
            "generated_at",
            "ran_by",
            "shadow_snapshot",
            "shadow_committed_at",
            "baseline_committed_at",
            "evidence",
            "runs",
            "decisions");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReportDigest() {}

    /**
     * Computes the digest again from a report's own document.
     *
     * @throws IllegalArgumentException if it is not a report
     */
    public static String of(String json) {
        try {
            JsonNode document = MAPPER.readTree(json);
            if (!(document instanceof ObjectNode report)) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            return ofCanonical(MAPPER.writeValueAsString(report.without(BESIDE)));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String ofCanonical(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
