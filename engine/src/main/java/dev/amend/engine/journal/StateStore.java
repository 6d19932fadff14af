package dev.amend.engine.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Small objects under keys, each written whole, with compare-and-set. Keys are relative, with {@code /} between folders,
 * such as {@code backfills/ID/plan.json}; no part is empty or begins with a dot.
 *
 * <p>Every method throws an {@link dev.amend.specs.AmendException} if the store does not answer. After such a failed
 * write the outcome is unknown: read the key again.
 */
public interface StateStore {

    /** What stands under a key at this moment, whole; empty if nothing does. Never blocks on a writer. */
    Optional<Versioned> read(String key);

    /**
     * Writes a key for the first time.
     *
     * @return whether it was this call that wrote it: of any number of concurrent calls exactly one is told so; false if
     *     something stands there already, which is left as it is
     */
    boolean create(String key, byte[] content);

    /**
     * Replaces what stands under a key.
     *
     * @param expectedVersion as told by {@link #read}
     * @return whether it was replaced; false, with nothing changed, if another version stands there, or nothing
     */
    boolean replace(String key, byte[] content, String expectedVersion);

    /**
     * What stands directly in a folder, in order: keys of objects, and those of folders, which end with {@code /}. Empty
     * if there is no such folder.
     *
     * @param prefix a folder, ending with {@code /}
     */
    List<String> list(String prefix);

    /** Where a person finds a key: a path or a URI. */
    String location(String key);

    /** An object as it was read, and the version to name when replacing it. */
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
