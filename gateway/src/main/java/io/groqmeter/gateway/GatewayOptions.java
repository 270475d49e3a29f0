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
 * Where and how the gateway listens.
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 for a free one
 * @param clients how many may be connected, and for how long without a word
 * @param proxy how calls are carried to Groq
 * @param access who may use it
 * @param tls the certificate it shows; null for plain HTTP
 * @param secret this installation's secret for fingerprints, at least 16 bytes
 * @param chatModel the model of {@code /chat} when the request names none
 * @param closingTime how long calls in flight may take to end when the gateway closes
 * @param locale the language of what the gateway prints on its console
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

    /** For this machine, by plain HTTP, with the usual limits for clients, in the system's language. */
    public GatewayOptions(
            String host, int port, ProxyOptions proxy, byte[] secret, String chatModel, Duration closingTime) {
        this(
                host,
                port,
                ClientLimits.usual(),
                proxy,
                AccessOptions.local(),
                null,
                secret,
                chatModel,
                closingTime,
                Locale.getDefault());
    }

    /** The same for those who may use it by these. */
    public GatewayOptions withAccess(AccessOptions who) {
        return new GatewayOptions(host, port, clients, proxy, who, tls, secret, chatModel, closingTime, locale);
    }

    /** The same with a certificate. */
    public GatewayOptions withTls(ServerTls certificate) {
        return new GatewayOptions(
                host, port, clients, proxy, access, certificate, secret, chatModel, closingTime, locale);
    }

    /** Whether it listens for this machine only. */
    public boolean loopback() {
        InetAddress address = new InetSocketAddress(host, port).getAddress();
        return address != null && address.isLoopbackAddress();
    }
}
