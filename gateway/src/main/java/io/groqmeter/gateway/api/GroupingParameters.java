package io.groqmeter.gateway.api;

import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.store.Dimension;
import io.groqmeter.usage.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the dimensions to group by ({@code by}) and the filter ({@code model}, {@code key} and so on). */
final class GroupingParameters {

    /** The dimensions that calls can be filtered by. */
    static final List<Dimension> FILTERS = List.of(
            Dimension.MODEL, Dimension.KEY, Dimension.PROJECT, Dimension.USER, Dimension.ENDPOINT, Dimension.STATUS);

    private GroupingParameters() {}

    /** @throws BadRequest when a dimension is unknown, repeated, or a second unit of time */
    static List<Dimension> by(LocalRequest request) {
        List<Dimension> by = new ArrayList<>();
        for (String name :
                request.parameter("by").map(text -> text.split(",", -1)).orElse(new String[0])) {
            Dimension dimension = Dimension.ofLabel(name.strip())
                    .orElseThrow(() -> refused("unknown dimension '" + name.strip() + "'"));
            if (by.contains(dimension)) {
                throw refused("'" + dimension.label() + "' is named twice");
            }
            if (dimension.isTime() && by.stream().anyMatch(Dimension::isTime)) {
                throw refused("'" + dimension.label() + "' is a second unit of time; name one");
            }
            by.add(dimension);
        }
        return by;
    }

    private static BadRequest refused(String what) {
        String all = Arrays.stream(Dimension.values()).map(Dimension::label).collect(Collectors.joining(", "));
        return new BadRequest("invalid_by", "'by': " + what + ". Choose from " + all + ", separated by commas.");
    }

    /** The names of the units of time, or of all other dimensions. */
    static String names(boolean time) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> dimension.isTime() == time)
                .map(Dimension::label)
                .collect(Collectors.joining(", "));
    }

    /** @throws BadRequest when the endpoint is unknown; any other value may have calls */
    static Map<Dimension, String> only(LocalRequest request) {
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        for (Dimension dimension : FILTERS) {
            request.parameter(dimension.label()).ifPresent(value -> only.put(dimension, value));
        }
        String endpoint = only.get(Dimension.ENDPOINT);
        if (endpoint != null && !Endpoint.ofLabel(endpoint).label().equals(endpoint)) {
            String all = Arrays.stream(Endpoint.values()).map(Endpoint::label).collect(Collectors.joining(", "));
            throw new BadRequest("invalid_endpoint", "'endpoint' must be one of " + all + ", not '" + endpoint + "'");
        }
        String status = only.get(Dimension.STATUS);
        if (status != null && !status.matches("0|[1-9]\\d\\d")) {
            throw new BadRequest(
                    "invalid_status", "'status' must be an HTTP status, or 0 for no answer, not '" + status + "'");
        }
        return only;
    }
}
