package dev.amend.engine.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The objects of a state store as records. */
public final class StateObjects {
    private static final int TRIES = 100;

    private final StateStore store;
    private final StateJson json = new StateJson();
    private final Map<String, Stored<?>> parsed = new ConcurrentHashMap<>();

    public StateObjects(StateStore store) {
        this.store = store;
    }

    /** A record as read, and the version to name when replacing it. */
    public record Stored<T>(T value, String version) {}

    public StateStore store() {
        return store;
    }

    public <T> Optional<T> read(String key, Class<T> type) {
        return stored(key, type).map(Stored::value);
    }

    public <T> Optional<Stored<T>> stored(String key, Class<T> type) {
        return store.read(key).map(object -> parsed(key, object, type));
    }

    /** Parses a record once for each version, because records are immutable. */
    private <T> Stored<T> parsed(String key, StateStore.Versioned object, Class<T> type) {
        Stored<?> known = parsed.get(key);
        if (known != null && known.version().equals(object.version()) && type.isInstance(known.value())) {
            return new Stored<>(type.cast(known.value()), known.version());
        }
        Stored<T> stored = new Stored<>(json.read(key, store.location(key), object.content(), type), object.version());
        parsed.put(key, stored);
        return stored;
    }

    public boolean create(String key, Object value) {
        return store.create(key, json.write(key, value));
    }

    public boolean replace(String key, Object value, String expectedVersion) {
        return store.replace(key, json.write(key, value), expectedVersion);
    }

    /**
     * Writes the record that {@code change} makes of the present one; calls it again if someone else wrote meanwhile.
     *
     * @return the written record
     */
    public <T> T update(String key, Class<T> type, Function<Optional<T>, T> change) {
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
        throw StateCode.contended(key, store.location(key), TRIES);
    }

    /** Writes a JSON object that no one else writes, with the seal, in place of any existing object. */
    public void putSealed(String key, byte[] document) {
        put(key, json.seal(key, document));
    }

    /** Reads the content that was given to {@link #putSealed}. */
    public Optional<byte[]> sealed(String key) {
        return store.read(key).map(object -> json.unseal(key, store.location(key), object.content()));
    }

    /** Writes content that no one else writes, in place of any existing object. */
    public void put(String key, byte[] content) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<StateStore.Versioned> before = store.read(key);
            if (before.isPresent() ? store.replace(key, content, before.get().version()) : store.create(key, content)) {
                return;
            }
        }
        throw StateCode.contended(key, store.location(key), TRIES);
    }

    /**
     * The records of a folder whose objects are numbered, in order. No object is ever deleted, so a name without an
     * object means a loss.
     */
    public <T> List<T> numbered(String folder, Class<T> type) {
        return keys(folder)
                .map(key -> read(key, type)
                        .orElseThrow(() -> StateCode.missing(
                                key, store.location(key), "its name is there: it is a link that leads nowhere")))
                .toList();
    }

    /**
     * Adds a record to such a folder, under the next free number.
     *
     * @return the number
     */
    public long append(String folder, String suffix, Object value) {
        for (int tries = 0; tries < TRIES; tries++) {
            List<String> keys = keys(folder).toList();
            long next = keys.isEmpty() ? 1 : number(keys.get(keys.size() - 1)) + 1;
            if (create("%s%06d%s.json".formatted(folder, next, suffix), value)) {
                return next;
            }
        }
        throw StateCode.contended(folder, store.location(folder), TRIES);
    }

    /** Returns whether a folder or one of its subfolders contains an object. */
    public boolean holdsObject(String folder) {
        List<String> found = store.list(folder);
        return found.stream().anyMatch(key -> !key.endsWith("/"))
                || found.stream().anyMatch(this::holdsObject);
    }

    /** Returns whether such a folder has a record with this suffix. */
    public boolean hasSuffix(String folder, String suffix) {
        return keys(folder).anyMatch(key -> key.endsWith(suffix + ".json"));
    }

    /** The names of such a folder's objects, in order. */
    public List<String> names(String folder) {
        return keys(folder).map(key -> key.substring(folder.length())).toList();
    }

    /** The first missing number between others in such a folder. */
    public OptionalLong gap(String folder) {
        List<Long> numbers = keys(folder).map(StateObjects::number).distinct().toList();
        return LongStream.rangeClosed(1, numbers.size())
                .filter(expected -> numbers.get((int) expected - 1) != expected)
                .findFirst();
    }

    private Stream<String> keys(String folder) {
        List<String> found = store.list(folder);
        found.stream()
                .filter(key -> key.endsWith(".json/"))
                .map(key -> key.substring(0, key.length() - 1))
                .filter(key -> number(key) >= 0)
                .findFirst()
                .ifPresent(key -> {
                    throw StateCode.unreadable(
                            key, store.location(key), "a directory is in the place of the file", null);
                });
        return found.stream().filter(key -> number(key) >= 0).sorted((a, b) -> {
            int byNumber = Long.compare(number(a), number(b));
            return byNumber == 0 ? a.compareTo(b) : byNumber;
        });
    }

    /** The number at the beginning of a key's last part; -1 if it is not one of our keys. */
    private static long number(String key) {
        String digits = key.substring(key.lastIndexOf('/') + 1).replaceFirst("\\D.*", "");
        boolean ours = !digits.isEmpty() && digits.length() < 18 && key.endsWith(".json");
        return ours ? Long.parseLong(digits) : -1;
    }
}
