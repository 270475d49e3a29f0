package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The end of a page of groups: the values of its last group, so that groups added meanwhile shift nothing. */
final class GroupCursor {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GroupCursor() {}

    /** The cursor after this group. */
    static String after(UsageRollup last, List<Dimension> by) {
        ArrayNode values = JSON.createArrayNode();
        by.forEach(dimension -> values.add(last.group().get(dimension)));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(values.toString().getBytes(UTF_8));
    }

    /**
     * The groups after a cursor.
     *
     * @throws BadRequest when it is not a cursor of a query with these groups
     */
    static List<UsageRollup> rest(List<UsageRollup> groups, String cursor, List<Dimension> by) {
        UsageRollup last = new UsageRollup(parse(cursor, by), UsageSums.ZERO);
        return groups.stream()
                .filter(group -> UsageRollup.inOrderOf(by).compare(group, last) > 0)
                .toList();
    }

    private static Map<Dimension, String> parse(String cursor, List<Dimension> by) {
        try {
            JsonNode values = JSON.readTree(new String(Base64.getUrlDecoder().decode(cursor), UTF_8));
            if (values != null && values.isArray() && values.size() == by.size()) {
                Map<Dimension, String> group = new EnumMap<>(Dimension.class);
                for (int at = 0; at < by.size(); at++) {
                    if (!values.get(at).isNull()) {
                        group.put(by.get(at), values.get(at).asText());
                    }
                }
                return group;
            }
        } catch (IllegalArgumentException | JsonProcessingException e) {
            // reported below
        }
        throw new BadRequest(
                "invalid_cursor",
                "unknown cursor '" + cursor
                        + "': pass the 'next_cursor' of the previous page of the same query unchanged");
    }
}
