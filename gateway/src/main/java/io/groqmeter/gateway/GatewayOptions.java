package io.groqmeter.gateway;

import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.http.ClientLimits;
import io.groqmeter.gateway.http.ServerTls;
import io.groqmeter.gateway.proxy.ProxyOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a gateway.
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 for a free one
 * @param clients limits on client connections
 * @param proxy how calls are forwarded to Groq
 * @param access who may use the gateway
 * @param tls the certificate; null for plain HTTP
 * @param secret the installation's secret for fingerprints, at least 16 bytes
 * @param chatModel the default model of {@code /chat}
 * @param closingTime how long calls in flight may take to end on close
 * @param locale the language of console output
 */
public record GatewayOptions(
        String host,
        int port,
        ClientLimits clients,
        ProxyOptions proxy,
        AccessOptions access,
        @Nullable ServerTls tls,
        byte[] secret,
        String chatModel,
        Duration closingTime,
        Locale locale) {

    public GatewayOptions {
        if (secret.length < 16) {
            throw new IllegalArgumentException("the secret needs at least 16 bytes, not " + secret.length);
        }
        secret = secret.clone();
    }

    /** For this machine, over plain HTTP, with default client limits, in the system's language. */
    public GatewayOptions(
            String host, int port, ProxyOptions proxy, byte[] secret, String chatModel, Duration closingTime) {
        this(
                host,
                port,
                ClientLimits.defaults(),
                proxy,
                AccessOptions.local(),
                null,
                secret,
                chatModel,
                closingTime,
                Locale.getDefault());
    }

    public GatewayOptions withAccess(AccessOptions who) {
        return new GatewayOptions(host, port, clients, proxy, who, tls, secret, chatModel, closingTime, locale);
    }

    public GatewayOptions withTls(ServerTls certificate) {
        return new GatewayOptions(
                host, port, clients, proxy, access, certificate, secret, chatModel, closingTime, locale);
    }

    /** Whether it listens on the loopback interface only. */
    public boolean loopback() {
        InetAddress address = new InetSocketAddress(host, port).getAddress();
        return address != null && address.isLoopbackAddress();
    }
}
