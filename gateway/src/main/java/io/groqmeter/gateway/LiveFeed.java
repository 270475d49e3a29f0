package io.groqmeter.gateway;

import io.groqmeter.UsageListener;
import io.groqmeter.store.UsageRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notifies listeners of each record once it is stored. Thread-safe. */
public final class LiveFeed implements UsageListener {

    private final Set<UsageListener> followers = ConcurrentHashMap.newKeySet();

    /** Adds a listener until {@link #leave}; it is called on the store's writing thread and must return quickly. */
    public void follow(UsageListener follower) {
        followers.add(follower);
    }

    public void leave(UsageListener follower) {
        followers.remove(follower);
    }

    @Override
    public void appended(List<UsageRecord> records) {
        followers.forEach(follower -> follower.appended(records));
    }
}
