package dev.amend.engine.journal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A state store's objects as records. */
final class JournalObjects {
    private static final int TRIES = 100;

    private final StateStore store;
    private final JournalJson json = new JournalJson();

    JournalObjects(StateStore store) {
        this.store = store;
    }

    /** A record as it was read, and the version to name when replacing it. */
    record Stored<T>(T value, String version) {}

    StateStore store() {
        return store;
    }

    <T> Optional<T> read(String key, Class<T> type) {
        return stored(key, type).map(Stored::value);
    }

    <T> Optional<Stored<T>> stored(String key, Class<T> type) {
        return store.read(key)
                .map(object ->
                        new Stored<>(json.read(key, store.location(key), object.content(), type), object.version()));
    }

    boolean create(String key, Object value) {
        return store.create(key, json.write(value));
    }

    boolean replace(String key, Object value, String expectedVersion) {
        return store.replace(key, json.write(value), expectedVersion);
    }

    /**
     * Writes what {@code change} makes of the present record, and asks it again if someone else wrote meanwhile.
     *
     * @return what was written
     */
    <T> T update(String key, Class<T> type, Function<Optional<T>, T> change) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Stored<T>> before = stored(key, type);
            T after = change.apply(before.map(Stored::value));
            if (before.isPresent() && before.get().value().equals(after)) {
                return after;
            }
            if (before.isPresent() ? replace(key, after, before.get().version()) : create(key, after)) {
                return after;
            }
        }
        throw JournalCode.contended(key, store.location(key), TRIES);
    }

    /** Writes content that nobody else writes, whatever stands there. */
    void put(String key, byte[] content) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<StateStore.Versioned> before = store.read(key);
            if (before.isPresent() ? store.replace(key, content, before.get().version()) : store.create(key, content)) {
                return;
            }
        }
        throw JournalCode.contended(key, store.location(key), TRIES);
    }

    /** The records of a folder whose objects are numbered, in order. */
    <T> List<T> numbered(String folder, Class<T> type) {
        return keys(folder)
                .map(key -> read(key, type))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Adds a record to such a folder, under the next free number. */
    void append(String folder, String suffix, Object value) {
        for (int tries = 0; tries < TRIES; tries++) {
            List<String> keys = keys(folder).toList();
            long next = keys.isEmpty() ? 1 : number(keys.get(keys.size() - 1)) + 1;
            if (create("%s%06d%s.json".formatted(folder, next, suffix), value)) {
                return;
            }
        }
        throw JournalCode.contended(folder, store.location(folder), TRIES);
    }

    /** Whether such a folder has a record with this suffix. */
    boolean hasSuffix(String folder, String suffix) {
        return keys(folder).anyMatch(key -> key.endsWith(suffix + ".json"));
    }

    private Stream<String> keys(String folder) {
        return store.list(folder).stream().filter(key -> number(key) >= 0).sorted((a, b) -> {
            int byNumber = Long.compare(number(a), number(b));
            return byNumber == 0 ? a.compareTo(b) : byNumber;
        });
    }

    /** The number that a key's last part begins with; -1 if it is none of ours. */
    private static long number(String key) {
        String digits = key.substring(key.lastIndexOf('/') + 1).replaceFirst("\\D.*", "");
        boolean ours = !digits.isEmpty() && digits.length() < 18 && key.endsWith(".json");
        return ours ? Long.parseLong(digits) : -1;
    }
}
