package dev.amend.engine.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A state store for readers: each object is read once, and stays as it was then. Folders are listed each time. It can't
 * be written to.
 */
public final class ReadOnceStore implements StateStore {
    private final StateStore store;
    private final Map<String, Optional<Versioned>> objects = new ConcurrentHashMap<>();

    public ReadOnceStore(StateStore store) {
        this.store = store;
    }

    @Override
    public Optional<Versioned> read(String key) {
        return objects.computeIfAbsent(key, store::read);
    }

    /** @throws IllegalStateException always */
    @Override
    public boolean create(String key, byte[] content) {
        throw isOnlyRead(key);
    }

    /** @throws IllegalStateException always */
    @Override
    public boolean replace(String key, byte[] content, String expectedVersion) {
        throw isOnlyRead(key);
    }

    private static IllegalStateException isOnlyRead(String key) {
        return new IllegalStateException("A snapshot of the state can't be written to: " + key);
    }

    @Override
    public List<String> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public String location(String key) {
        return store.location(key);
    }
}
