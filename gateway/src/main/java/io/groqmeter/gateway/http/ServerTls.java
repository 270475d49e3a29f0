package io.groqmeter.gateway.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's TLS certificate: TLS 1.3, and 1.2 with forward-secret AEAD suites (ECDHE). A renewed certificate applies from the next
 * connection; until certificate and key fit together, the previous one stays in use. Thread-safe.
 */
public final class ServerTls {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final Path certificate;
    private final Path key;
    private volatile SslContext context;
    private List<Object> loaded;
    private List<Object> rejected = List.of();

    private ServerTls(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
        this.loaded = attributes();
        this.context = read();
    }

    /**
     * Reads a certificate.
     *
     * @param certificate a PEM file: the certificate chain, leaf first
     * @param key a PEM file: the private key, PKCS #8, unencrypted
     * @throws IllegalArgumentException when they cannot be used; says why
     */
    public static ServerTls of(Path certificate, Path key) {
        return new ServerTls(certificate, key);
    }

    private SslContext read() {
        try {
            SslContext read = SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE)
                    .build();
            CertificateKey.requireMatch(certificate, key);
            return read;
        } catch (IOException | IllegalArgumentException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "the certificate " + certificate + " with the key " + key + " cannot be used (" + why.getMessage()
                            + "); both are PEM files, the key in PKCS #8 without a password ('openssl pkcs8 -topk8"
                            + " -nocrypt')",
                    e);
        }
    }

    /** Loads the files again when they have changed. Reads a disk, so never on an event loop. */
    public synchronized void renew() {
        List<Object> found = attributes();
        if (found.equals(loaded) || found.equals(rejected)) {
            return;
        }
        try {
            context = read();
            loaded = found;
            LOG.info("Reloaded the TLS certificate {}; it applies to new connections", certificate);
        } catch (IllegalArgumentException e) {
            rejected = found;
            LOG.error("{}. The previous certificate stays in use.", e.getMessage());
        }
    }

    /** Time, size and inode of both files, by which a change is noticed. */
    private List<Object> attributes() {
        return Arrays.asList(attributes(certificate), attributes(key));
    }

    private static Object attributes(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return Arrays.asList(found.lastModifiedTime(), found.size(), found.fileKey());
        } catch (IOException e) {
            return String.valueOf(e);
        }
    }

    ChannelHandler handler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }
}
