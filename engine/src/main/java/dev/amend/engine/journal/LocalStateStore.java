package dev.amend.engine.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A state store in a directory. */
public class LocalStateStore implements StateStore {
    private final Path root;

    public LocalStateStore(Path root) {
        this.root = root;
    }

    @Override
    public Optional<Versioned> read(String key) {
        throw new UnsupportedOperationException(key);
    }

    @Override
    public boolean create(String key, byte[] content) {
        throw new UnsupportedOperationException(key);
    }

    @Override
    public boolean replace(String key, byte[] content, String expectedVersion) {
        throw new UnsupportedOperationException(key);
    }

    @Override
    public List<String> list(String prefix) {
        throw new UnsupportedOperationException(prefix);
    }

    @Override
    public String location(String key) {
        return root.resolve(key).toString();
    }
}
