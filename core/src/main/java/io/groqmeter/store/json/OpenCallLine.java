package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An open call as one line of JSON. */
final class OpenCallLine {

    private static final JsonFactory JSON = new JsonFactory();

    private OpenCallLine() {}

    static String of(OpenCall call) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", call.id());
        map.put("started_at", call.startedAt().toString());
        map.put("endpoint", call.endpoint().label());
        map.put("request_model", call.requestModel());
        map.put("key", call.attribution().key());
        map.put("project", call.attribution().project());
        map.put("user", call.attribution().user());
        map.put("tags", new TreeMap<>(call.attribution().tags()));
        map.put(
                "worst_case_cost_usd",
                call.worstCaseCost().map(BigDecimal::toPlainString).orElse(null));
        map.put("unsettled", call.unsettled());
        return PythonJson.of(map);
    }

    /** @throws RuntimeException when a value is missing or not what its key wants */
    static OpenCall read(String line) throws IOException {
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            return read(JsonTree.object(json));
        }
    }

    static OpenCall read(Map<String, Object> map) {
        Map<String, String> tags = new HashMap<>();
        ((Map<?, ?>) require(map, "tags")).forEach((name, value) -> tags.put((String) name, (String) value));
        return new OpenCall(
                (String) require(map, "id"),
                Instant.parse((String) require(map, "started_at")),
                Endpoint.ofLabel((String) require(map, "endpoint")),
                (String) map.get("request_model"),
                new Attribution((String) map.get("key"), (String) map.get("project"), (String) map.get("user"), tags),
                Optional.ofNullable((String) map.get("worst_case_cost_usd")).map(BigDecimal::new),
                (String) map.get("unsettled"));
    }

    private static Object require(Map<String, Object> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no \"" + key + "\"");
        }
        return value;
    }
}
