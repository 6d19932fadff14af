package dev.amend.engine.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Small objects under keys, each written whole, with compare-and-set. Keys are relative, with {@code /} between
 * folders, such as {@code backfills/ID/plan.json}; no part is empty or begins with a dot.
 *
 * <p>Every method throws an {@link dev.amend.specs.error.AmendException} if the store does not answer. After such a
 * failed write the outcome is unknown: read the key again.
 */
public interface StateStore {

    /** The whole current object of a key; empty if there is none. Never blocks on a writer. */
    Optional<Versioned> read(String key);

    /**
     * Writes a key for the first time.
     *
     * @return whether this call wrote it; of any number of concurrent calls exactly one returns true. False if an
     *     object already exists, which stays unchanged
     */
    boolean create(String key, byte[] content);

    /**
     * Replaces the object of a key.
     *
     * @param expectedVersion the version that {@link #read} returned
     * @return whether it was replaced; false, with nothing changed, if there is another version or no object
     */
    boolean replace(String key, byte[] content, String expectedVersion);

    /**
     * The direct contents of a folder, in order: the keys of objects, and those of folders, which end with {@code /}.
     * Empty if there is no such folder.
     *
     * @param prefix a folder, ending with {@code /}
     */
    List<String> list(String prefix);

    /** The path or URI where a person finds a key. */
    String location(String key);

    /** An object as read, and the version to name when replacing it. */
    final class Versioned {
        private final byte[] content;
        private final String version;

        public Versioned(byte[] content, String version) {
            this.content = content.clone();
            this.version = version;
        }

        public byte[] content() {
            return content.clone();
        }

        /** The content as UTF-8. */
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }

        public String version() {
            return version;
        }
    }
}
