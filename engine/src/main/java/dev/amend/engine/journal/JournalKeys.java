package dev.amend.engine.journal;

import dev.amend.specs.BackfillId;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys of one backfill's journal. */
record JournalKeys(BackfillId id) {
    static final String BACKFILLS = "backfills/";
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=.";

    String folder() {
        return BACKFILLS + id + "/";
    }

    String specification() {
        return folder() + "specification.yaml";
    }

    String plan() {
        return folder() + "plan.json";
    }

    String proof() {
        return folder() + "proof.json";
    }

    String status() {
        return folder() + "status.json";
    }

    String control() {
        return folder() + "control.json";
    }

    String lease() {
        return folder() + "lease.json";
    }

    String commit() {
        return folder() + "commit.json";
    }

    String batch(String batchId) {
        return folder() + "batches/" + fileName(batchId) + ".json";
    }

    /** @param name may contain folders */
    String report(String name) {
        return reports()
                + Stream.of(name.split("/", -1)).map(JournalKeys::fileName).collect(Collectors.joining("/"));
    }

    String reports() {
        return folder() + "reports/";
    }

    String approvals() {
        return folder() + "approvals/";
    }

    String releases() {
        return folder() + "releases/";
    }

    String events() {
        return folder() + "events/";
    }

    /** One part of a key: bytes but letters, digits and {@code - _ = .}, and a leading dot, become {@code %XX}. */
    static String fileName(String text) {
        StringBuilder name = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean leadingDot = b == '.' && name.length() == 0;
            if (PLAIN.indexOf(b) >= 0 && !leadingDot) {
                name.append((char) b);
            } else {
                name.append("%%%02X".formatted(b));
            }
        }
        return name.toString();
    }
}
