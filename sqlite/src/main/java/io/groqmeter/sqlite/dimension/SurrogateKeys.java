package io.groqmeter.sqlite.dimension;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ids of rows that are found by their content, and inserted when missing. Cached for as long as its connection's
 * transactions succeed: after a rollback the cache may name rows that do not exist.
 *
 * @param <K> the content of a row
 */
public final class SurrogateKeys<K> {

    /** The most ids that are cached; the least recently used are dropped first. */
    private static final int MAX_CACHED = 20_000;

    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final Binding<K> binding;
    private final Map<K, Long> ids = new LinkedHashMap<>(64, 0.75f, true);

    /** Binds the parameters, which are the same in both statements. */
    public interface Binding<K> {
        void bind(K key, PreparedStatement statement) throws SQLException;
    }

    /**
     * @param find selects the id
     * @param insert adds a row and returns its id
     */
    public SurrogateKeys(PreparedStatement find, PreparedStatement insert, Binding<K> binding) {
        this.find = find;
        this.insert = insert;
        this.binding = binding;
    }

    /**
     * The id of the row with that content. Must be called inside a writing transaction, so that no other process inserts it
     * too.
     */
    public long id(K key) throws SQLException {
        Long known = ids.get(key);
        if (known != null) {
            return known;
        }
        long id = findOrInsert(key);
        ids.put(key, id);
        if (ids.size() > MAX_CACHED) {
            ids.remove(ids.keySet().iterator().next());
        }
        return id;
    }

    private long findOrInsert(K key) throws SQLException {
        binding.bind(key, find);
        try (ResultSet found = find.executeQuery()) {
            if (found.next()) {
                return found.getLong(1);
            }
        }
        binding.bind(key, insert);
        try (ResultSet added = insert.executeQuery()) {
            added.next();
            return added.getLong(1);
        }
    }
}
