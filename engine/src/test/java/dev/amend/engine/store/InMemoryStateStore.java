package dev.amend.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A state store that forgets, with a hook before each write. */
public final class InMemoryStateStore implements StateStore {
    private final TreeMap<String, Versioned> objects = new TreeMap<>();
    private final List<String> writes = new ArrayList<>();
    private long versions;
    private Runnable beforeWrite = () -> {};

    /** Something that happens once, right before the next write. */
    public void beforeNextWrite(Runnable action) {
        beforeWrite = action;
    }

    /** Someone deletes an object by hand. */
    public synchronized void forget(String key) {
        objects.remove(key);
    }

    /** The keys written, in order. */
    public synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    @Override
    public synchronized Optional<Versioned> read(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public boolean create(String key, byte[] content) {
        hook();
        return createNow(key, content);
    }

    @Override
    public boolean replace(String key, byte[] content, String expectedVersion) {
        hook();
        return replaceNow(key, content, expectedVersion);
    }

    @Override
    public synchronized List<String> list(String prefix) {
        TreeSet<String> keys = new TreeSet<>();
        for (String key : objects.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            int slash = key.indexOf('/', prefix.length());
            keys.add(slash < 0 ? key : key.substring(0, slash + 1));
        }
        return List.copyOf(keys);
    }

    @Override
    public String location(String key) {
        return "memory:" + key;
    }

    private synchronized boolean createNow(String key, byte[] content) {
        if (objects.containsKey(key)) {
            return false;
        }
        put(key, content);
        return true;
    }

    private synchronized boolean replaceNow(String key, byte[] content, String expectedVersion) {
        Versioned present = objects.get(key);
        if (present == null || !present.version().equals(expectedVersion)) {
            return false;
        }
        put(key, content);
        return true;
    }

    private void put(String key, byte[] content) {
        versions++;
        objects.put(key, new Versioned(content, "v" + versions));
        writes.add(key);
    }

    private void hook() {
        Runnable action = beforeWrite;
        beforeWrite = () -> {};
        action.run();
    }
}
