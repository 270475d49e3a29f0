package io.groqmeter.integration;

import io.groqmeter.usage.Endpoint;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request.
 *
 * @param method the HTTP method
 * @param uri its target
 * @param contentType its {@code Content-Type}; null when there is none
 * @param values the values of its headers, by identity: one may carry a {@linkplain MeteredExchange#mark mark}
 */
public record RequestHead(String method, URI uri, @Nullable String contentType, Iterable<String> values) {

    private static final String ROOT = "/openai/v1/";

    /** Azure's OpenAI service has the same paths. */
    private static final String AZURE = ".azure.com";

    /** The endpoint of Groq it leads to; empty when it leads elsewhere. */
    Optional<Endpoint> endpoint() {
        String path = uri.getPath();
        int root = path == null ? -1 : path.indexOf(ROOT);
        boolean elsewhere = uri.getHost() != null && uri.getHost().endsWith(AZURE);
        if (root < 0 || elsewhere) {
            return Optional.empty();
        }
        Endpoint endpoint = Endpoint.ofPath(path.substring(root + ROOT.length()));
        return Optional.of(posted() || !endpoint.metered() ? endpoint : Endpoint.OTHER);
    }

    boolean posted() {
        return method.equalsIgnoreCase("POST");
    }
}
