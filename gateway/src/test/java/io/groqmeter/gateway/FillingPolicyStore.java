package io.groqmeter.gateway;

import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import java.util.List;
import java.util.Optional;

/** A policy store whose disk can be full: then it changes nothing. */
final class FillingPolicyStore implements PolicyStore {

    private final PolicyStore policies = new InMemoryPolicyStore();
    private volatile boolean full;

    void fill() {
        full = true;
    }

    private PolicyStore changing() {
        if (full) {
            throw new UsageStoreException("cannot change the policies: the disk is full; free some space");
        }
        return policies;
    }

    @Override
    public void put(Policy policy) {
        changing().put(policy);
    }

    @Override
    public boolean add(Policy policy) {
        return changing().add(policy);
    }

    @Override
    public boolean remove(PolicyKind kind, String id) {
        return changing().remove(kind, id);
    }

    @Override
    public List<Policy> list(PolicyKind kind) {
        return policies.list(kind);
    }

    @Override
    public Optional<Policy> find(PolicyKind kind, String id) {
        return policies.find(kind, id);
    }

    @Override
    public long version(PolicyKind kind) {
        return policies.version(kind);
    }

    @Override
    public void close() {
        policies.close();
    }
}
