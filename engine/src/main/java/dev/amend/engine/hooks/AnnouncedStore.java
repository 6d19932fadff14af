package dev.amend.engine.hooks;

import dev.amend.engine.store.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A state store that announces every write, so that no write of a journal or a lease is missed. */
public final class AnnouncedStore implements StateStore {
    private final StateStore store;
    private final StepListener steps;

    public AnnouncedStore(StateStore store, StepListener steps) {
        this.store = store;
        this.steps = steps;
    }

    @Override
    public Optional<Versioned> read(String key) {
        return store.read(key);
    }

    @Override
    public boolean create(String key, byte[] content) {
        return announced(key, () -> store.create(key, content));
    }

    @Override
    public boolean replace(String key, byte[] content, String expectedVersion) {
        return announced(key, () -> store.replace(key, content, expectedVersion));
    }

    private boolean announced(String key, BooleanSupplier write) {
        String step = "journal " + key;
        steps.before(step);
        boolean written = write.getAsBoolean();
        if (written) {
            steps.after(step);
        }
        return written;
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
