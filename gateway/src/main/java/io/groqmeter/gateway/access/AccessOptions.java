package io.groqmeter.gateway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the gateway.
 *
 * @param keyless who may call without a caller key
 * @param adminToken the owner's token; null for none: programs on this machine are owners
 * @param metricsToken a scraper's token, for the metrics only; null for none
 * @param allowedHosts names, without port, by which the gateway is reached besides loopback names and addresses; {@code
 *     *.example.com} matches every name with that suffix
 * @param proxies trusted proxies
 * @param cors the foreign pages that may read answers
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

    /** Without proxies and CORS. */
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

    /** The default: local programs may do everything, others nothing without a key. */
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
