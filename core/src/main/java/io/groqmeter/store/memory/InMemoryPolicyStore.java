package io.groqmeter.store.memory;

import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps policies in memory; they end with the process. Closing it changes nothing. */
public final class InMemoryPolicyStore implements PolicyStore {

    /** The order of UTF-8 bytes, which is that of code points. */
    private static final Comparator<Policy> BY_ID =
            Comparator.comparing(policy -> policy.id().codePoints().toArray(), Arrays::compare);

    private final Map<PolicyKind, Map<String, Policy>> policies = new EnumMap<>(PolicyKind.class);
    private final Map<PolicyKind, Long> versions = new EnumMap<>(PolicyKind.class);

    /** An empty store. */
    public InMemoryPolicyStore() {}

    @Override
    public synchronized void put(Policy policy) {
        of(policy.kind()).put(policy.id(), policy);
        changed(policy.kind());
    }

    @Override
    public synchronized boolean add(Policy policy) {
        boolean added = of(policy.kind()).putIfAbsent(policy.id(), policy) == null;
        if (added) {
            changed(policy.kind());
        }
        return added;
    }

    @Override
    public synchronized boolean remove(PolicyKind kind, String id) {
        boolean removed = of(kind).remove(id) != null;
        if (removed) {
            changed(kind);
        }
        return removed;
    }

    @Override
    public synchronized List<Policy> list(PolicyKind kind) {
        return of(kind).values().stream().sorted(BY_ID).toList();
    }

    @Override
    public synchronized Optional<Policy> find(PolicyKind kind, String id) {
        return Optional.ofNullable(of(kind).get(id));
    }

    @Override
    public synchronized long version(PolicyKind kind) {
        return versions.getOrDefault(kind, 0L);
    }

    private Map<String, Policy> of(PolicyKind kind) {
        return policies.computeIfAbsent(kind, none -> new HashMap<>());
    }

    private void changed(PolicyKind kind) {
        versions.merge(kind, 1L, Long::sum);
    }

    @Override
    public void close() {}
}
