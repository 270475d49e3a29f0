package io.groqmeter.gateway.proxy;

import java.net.URI;
import java.util.Locale;

/**
 * The address calls are forwarded to.
 *
 * @param tls whether to use TLS
 * @param host name or IP address
 * @param port the TCP port
 * @param prefix of every path; empty, or with a leading and without a trailing slash
 */
public record UpstreamAddress(boolean tls, String host, int port, String prefix) {

    public static final String GROQ = "https://api.groq.com";

    /**
     * Parses a base URL like {@code https://api.groq.com} or {@code http://127.0.0.1:9000}. A trailing {@code /openai/v1}, as SDKs
     * have it in their base URL, is removed.
     *
     * @throws IllegalArgumentException when it is not one; says why
     */
    public static UpstreamAddress parse(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw bad(text, "it is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw bad(text, "it must start with http:// or https://");
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawUserInfo() != null) {
            throw bad(text, "it must have a host, and no query or user");
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        String prefix = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
        prefix = prefix.replaceFirst("(/api)?/openai/v1$|/openai$", "");
        String host = uri.getHost();
        return new UpstreamAddress(
                tls, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port, prefix);
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException(
                "The upstream '" + text + "' cannot be used: " + why + ". Example: " + GROQ);
    }

    /** The value of the Host header. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + prefix;
    }
}
