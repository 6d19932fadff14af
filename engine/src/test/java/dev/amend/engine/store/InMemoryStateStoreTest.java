package dev.amend.engine.store;

final class InMemoryStateStoreTest implements StateStoreContract {

    @Override
    public StateStore newStore() {
        return new InMemoryStateStore();
    }
}
