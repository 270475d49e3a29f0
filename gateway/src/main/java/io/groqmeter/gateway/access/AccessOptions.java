package io.groqmeter.gateway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the gateway.
 *
 * @param keyless who may call without a caller key
 * @param adminToken what an owner shows; null when there is none, and programs on this machine are owners
 * @param metricsToken what a scraper shows that may read the metrics and nothing else; null when there is none
 * @param allowedHosts names, without port, under which the gateway is reached beside loopback's and addresses
 */
public record AccessOptions(
        Keyless keyless,
        @Nullable String adminToken,
        @Nullable String metricsToken,
        List<String> allowedHosts) {

    public AccessOptions {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** The usual: this machine's programs may do everything, others nothing without a key. */
    public static AccessOptions local() {
        return new AccessOptions(Keyless.LOCAL, null, null, List.of());
    }

    /** Never shows a token. */
    @Override
    public String toString() {
        return "AccessOptions[keyless " + keyless + ", admin token " + (adminToken == null ? "none" : "set")
                + ", metrics token " + (metricsToken == null ? "none" : "set") + ", hosts " + allowedHosts + "]";
    }
}
