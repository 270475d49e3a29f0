package io.groqmeter.gateway.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Path;

/** The certificate the gateway shows its clients, by TLS 1.2 and 1.3. */
public final class ServerTls {

    private final SslContext context;

    private ServerTls(SslContext context) {
        this.context = context;
    }

    /**
     * Reads a certificate; a new one counts from the gateway's next start.
     *
     * @param certificate a PEM file: the certificate, then those that vouch for it
     * @param key a PEM file: its private key, PKCS #8, not encrypted
     * @throws IllegalArgumentException when they cannot be used, with the reason
     */
    public static ServerTls of(Path certificate, Path key) {
        try {
            return new ServerTls(SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build());
        } catch (IOException | IllegalArgumentException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "the certificate " + certificate + " with the key " + key + " cannot be used (" + why.getMessage()
                            + "); both are PEM files, the key in PKCS #8 without a password ('openssl pkcs8 -topk8"
                            + " -nocrypt')",
                    e);
        }
    }

    ChannelHandler handler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }
}
