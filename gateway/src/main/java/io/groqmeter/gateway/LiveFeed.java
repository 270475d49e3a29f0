package io.groqmeter.gateway;

import io.groqmeter.UsageListener;
import io.groqmeter.store.UsageRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells whoever listens of each record once it is stored. Any thread. */
public final class LiveFeed implements UsageListener {

    private final Set<UsageListener> followers = ConcurrentHashMap.newKeySet();

    /** Follows the feed until {@link #leave}; called on the store's writing thread, so hand over quickly. */
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
