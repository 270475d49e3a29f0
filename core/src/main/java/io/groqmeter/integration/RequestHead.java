package io.groqmeter.integration;

import io.groqmeter.usage.Endpoint;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request before its body.
 *
 * @param method the HTTP method
 * @param uri where it goes
 * @param contentType its body's; null when there is none
 * @param values the values of its headers, the very instances: by one of them it may be {@link MeteredExchange#mark marked}
 */
public record RequestHead(String method, URI uri, @Nullable String contentType, Iterable<String> values) {

    private static final String ROOT = "/openai/v1/";

    /** Azure's OpenAI service has the same paths. */
    private static final String AZURE = ".azure.com";

    /** Which of Groq's endpoints it asks; empty when it does not lead to Groq. */
    Optional<Endpoint> endpoint() {
        String path = uri.getPath();
        int root = path == null ? -1 : path.indexOf(ROOT);
        boolean elsewhere = uri.getHost() != null && uri.getHost().endsWith(AZURE);
        if (root < 0 || elsewhere) {
            return Optional.empty();
        }
        Endpoint meant = Endpoint.ofPath(path.substring(root + ROOT.length()));
        return Optional.of(posted() || !meant.metered() ? meant : Endpoint.OTHER);
    }

    boolean posted() {
        return method.equalsIgnoreCase("POST");
    }
}
