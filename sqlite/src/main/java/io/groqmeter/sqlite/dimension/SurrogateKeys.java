package io.groqmeter.sqlite.dimension;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids of rows that are found by what they say, and added when missing. Lives as long as its connection's transactions succeed:
 * after a rollback it may remember rows that are not there.
 *
 * @param <K> what such a row says
 */
public final class SurrogateKeys<K> {

    /** How many ids are remembered; the least recently used are forgotten first. */
    private static final int REMEMBERED = 20_000;

    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final Binding<K> binding;
    private final Map<K, Long> ids = new LinkedHashMap<>(64, 0.75f, true);

    /** Sets the parameters, the same in both statements. */
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

    /** The id of the row that says so. Must be called inside a writing transaction, so that no other process adds it too. */
    public long id(K key) throws SQLException {
        Long known = ids.get(key);
        if (known != null) {
            return known;
        }
        long id = findOrInsert(key);
        ids.put(key, id);
        if (ids.size() > REMEMBERED) {
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
