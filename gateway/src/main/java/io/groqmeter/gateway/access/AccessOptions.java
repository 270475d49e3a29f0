package io.groqmeter.gateway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the gateway.
 *
 * @param keyless who may call without a caller key
 * @param adminToken what an owner shows; null when there is none, and programs on this machine are owners
 * @param metricsToken what a scraper shows that may read the metrics and nothing else; null when there is none
 * @param allowedHosts names, without port, under which the gateway is reached beside loopback's and addresses; {@code *.example.com}
 *     stands for every name that ends so
 * @param proxies those that are believed whom they speak for
 * @param cors the pages of other sites that may read answers
 */
public record AccessOptions(
        KeylessAccess keyless,
        @Nullable String adminToken,
        @Nullable String metricsToken,
        List<String> allowedHosts,
        TrustedProxies proxies,
        Cors cors) {

    public AccessOptions {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Behind no proxy, and with nothing to say to pages of other sites. */
    public AccessOptions(
            KeylessAccess keyless,
            @Nullable String adminToken,
            @Nullable String metricsToken,
            List<String> allowedHosts) {
        this(keyless, adminToken, metricsToken, allowedHosts, TrustedProxies.none(), new Cors(List.of()));
    }

    public AccessOptions withProxies(TrustedProxies trusted) {
        return new AccessOptions(keyless, adminToken, metricsToken, allowedHosts, trusted, cors);
    }

    public AccessOptions withCors(Cors pages) {
        return new AccessOptions(keyless, adminToken, metricsToken, allowedHosts, proxies, pages);
    }

    /** The usual: this machine's programs may do everything, others nothing without a key. */
    public static AccessOptions local() {
        return new AccessOptions(KeylessAccess.LOCAL, null, null, List.of());
    }

    /** Never shows a token. */
    @Override
    public String toString() {
        return "AccessOptions[keyless " + keyless + ", admin token " + (adminToken == null ? "none" : "set")
                + ", metrics token " + (metricsToken == null ? "none" : "set") + ", hosts " + allowedHosts + "]";
    }
}
