package io.groqmeter.simulator.endpoint;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a path. Groq's paths are also served with the prefix {@code /api}, as some samples use it. */
final class EndpointTable {

    private static final String PREFIX = "/openai/v1";
    private static final String LONG_PREFIX = "/api" + PREFIX;

    private final Map<String, EndpointHandler> posts;
    private final Map<String, EndpointHandler> folders;

    /**
     * @param posts endpoints for POST, by path
     * @param folders endpoints that check method and the rest of the path themselves, by first segment
     */
    EndpointTable(Map<String, EndpointHandler> posts, Map<String, EndpointHandler> folders) {
        this.posts = posts;
        this.folders = folders;
    }

    /** The path after the API's prefix; null without that prefix. */
    static @Nullable String apiPath(String path) {
        String prefix = path.startsWith(LONG_PREFIX) ? LONG_PREFIX : PREFIX;
        return path.startsWith(prefix + "/") ? path.substring(prefix.length()) : null;
    }

    /** @throws GroqError 404 when there is none */
    EndpointHandler find(String method, String path) {
        int slash = path.indexOf('/', 1);
        EndpointHandler endpoint = method.equals("POST") ? posts.get(path) : null;
        if (endpoint == null) {
            endpoint = folders.get(slash < 0 ? path : path.substring(0, slash));
        }
        if (endpoint == null) {
            throw GroqError.unknownUrl(method, path);
        }
        return endpoint;
    }
}
