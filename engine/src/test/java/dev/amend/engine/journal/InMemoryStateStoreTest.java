package dev.amend.engine.journal;

final class InMemoryStateStoreTest implements StateStoreContract {

    @Override
    public StateStore newStore() {
        return new InMemoryStateStore();
    }
}
