package io.groqmeter.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A browser's requests, in order. */
record Traffic(List<Request> requests) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One request.
     *
     * @param status 0 without an answer
     * @param bytes of the answer on the wire, head included; 0 while it has not ended
     */
    record Request(String method, String url, int status, long bytes) {

        String host() {
            return String.valueOf(URI.create(url).getAuthority());
        }

        /** Path and query. */
        String path() {
            URI uri = URI.create(url);
            return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        }
    }

    /** @param messages of Chromium's performance log */
    static Traffic of(List<String> messages) {
        Map<String, Request> requests = new LinkedHashMap<>();
        for (String text : messages) {
            JsonNode message = json(text).path("message");
            JsonNode params = message.path("params");
            String id = params.path("requestId").asText();
            switch (message.path("method").asText()) {
                case "Network.requestWillBeSent" -> {
                    JsonNode asked = params.path("request");
                    String url = asked.path("url").asText();
                    if (url.matches("(http|ws)s?:.*")) {
                        requests.put(id, new Request(asked.path("method").asText(), url, 0, 0));
                    }
                }
                case "Network.responseReceived" ->
                    requests.computeIfPresent(
                            id,
                            (key, asked) -> new Request(
                                    asked.method(),
                                    asked.url(),
                                    params.path("response").path("status").asInt(),
                                    asked.bytes()));
                case "Network.loadingFinished" ->
                    requests.computeIfPresent(
                            id,
                            (key, asked) -> new Request(
                                    asked.method(),
                                    asked.url(),
                                    asked.status(),
                                    params.path("encodedDataLength").asLong()));
                default -> {}
            }
        }
        return new Traffic(new ArrayList<>(requests.values()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The hosts, with ports. */
    List<String> hosts() {
        return requests.stream().map(Request::host).distinct().toList();
    }

    /** Bytes on the wire of what does not change between visits. */
    long weight() {
        return requests.stream()
                .filter(request -> !request.path().startsWith("/api/"))
                .mapToLong(Request::bytes)
                .sum();
    }

    /** The API requests, without the endless feed. */
    List<String> questions() {
        return requests.stream()
                .filter(request -> request.method().equals("GET"))
                .map(Request::path)
                .filter(path -> path.startsWith("/api/") && !path.startsWith("/api/live"))
                .distinct()
                .toList();
    }
}
