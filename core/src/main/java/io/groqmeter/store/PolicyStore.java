package io.groqmeter.store;

import java.util.List;
import java.util.Optional;

/**
 * A place that keeps {@linkplain Policy policies}, shared by every process that opens it: what one changes, the others find when
 * they look again.
 *
 * <p>Threads: any, at any time; methods may wait for a disk, so never call them on an event loop. Failures: {@link
 * UsageStoreException}; a change that failed has changed nothing. A change that returned survives a loss of power, unless the store
 * lives in memory.
 */
public interface PolicyStore extends AutoCloseable {

    /** Keeps a policy, in place of the one of its kind and id if there is one. */
    void put(Policy policy);

    /**
     * Keeps a policy if there is none of its kind and id yet. Of several processes that add the same, one does.
     *
     * @return whether it was kept
     */
    boolean add(Policy policy);

    /**
     * Removes a policy.
     *
     * @return whether there was one
     */
    boolean remove(PolicyKind kind, String id);

    /** The policies of a kind, in the order of their ids' Unicode code points. */
    List<Policy> list(PolicyKind kind);

    /** The policy of that kind and id. */
    Optional<Policy> find(PolicyKind kind, String id);

    /**
     * A number that changes whenever a policy of that kind does, in whichever process; 0 before the first. Cheap enough to be asked
     * every second: a follower lists again when it has changed. Ask it before listing, so that no change falls between.
     */
    long version(PolicyKind kind);

    @Override
    void close();
}
