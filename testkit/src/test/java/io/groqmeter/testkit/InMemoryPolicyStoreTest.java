package io.groqmeter.testkit;

import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.memory.InMemoryPolicyStore;

class InMemoryPolicyStoreTest extends PolicyStoreContract {

    private final PolicyStore store = new InMemoryPolicyStore();

    @Override
    protected PolicyStore open() {
        return store;
    }
}
