package io.groqmeter.gateway;

import io.groqmeter.gateway.http.ClientLimits;
import io.groqmeter.gateway.proxy.ProxyOptions;
import java.time.Duration;
import java.util.Locale;

/**
 * Where and how the gateway listens.
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 for a free one
 * @param clients how many may be connected, and for how long without a word
 * @param proxy how calls are carried to Groq
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

    /** The same with the usual limits for clients, in the system's language. */
    public GatewayOptions(
            String host, int port, ProxyOptions proxy, byte[] secret, String chatModel, Duration closingTime) {
        this(host, port, ClientLimits.usual(), proxy, secret, chatModel, closingTime, Locale.getDefault());
    }
}
