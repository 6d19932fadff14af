package dev.amend.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The two fields at the end of each journal record: the key under which it was written, and the SHA-256 of all other
 * fields. They reveal a record that was changed, cut or moved. A record without them is refused.
 */
final class StateSeal {
    private static final String OBJECT = "object";
    private static final String SHA256 = "sha256";

    ObjectNode sealed(String key, ObjectNode document) {
        document.put(OBJECT, key);
        document.put(SHA256, digest(document));
        return document;
    }

    /** Returns a document without its seal. */
    ObjectNode unsealed(ObjectNode document) {
        return document.deepCopy().without(List.of(OBJECT, SHA256));
    }

    /** The field that does not match and why; empty if the document is as it was written. */
    Optional<String> broken(String key, JsonNode document) {
        for (String field : List.of(OBJECT, SHA256)) {
            if (!document.path(field).isTextual()) {
                return Optional.of(field + ": it is missing");
            }
        }
        if (!document.path(OBJECT).asText().equals(key)) {
            return Optional.of("object: it was written as '%s'"
                    .formatted(document.path(OBJECT).asText()));
        }
        ObjectNode rest = ((ObjectNode) document).deepCopy();
        rest.remove(SHA256);
        boolean same = document.path(SHA256).asText().equals(digest(rest));
        return same ? Optional.empty() : Optional.of("sha256: the content was changed after it was written");
    }

    private static String digest(ObjectNode document) {
        try {
            byte[] content = document.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
