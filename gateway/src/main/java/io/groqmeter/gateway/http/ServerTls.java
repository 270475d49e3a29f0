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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate the gateway shows its clients, by TLS 1.3, and 1.2 with suites that keep past traffic secret when the key leaks
 * and whose encryption tells of changes (ECDHE with AEAD). A renewed one counts from the next connection; until both files
 * fit together, the old one is shown. Thread-safe.
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
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile SslContext context;
    private volatile List<Object> files;
    private volatile List<Object> refused = List.of();

    private ServerTls(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
        this.files = files();
        this.context = read();
    }

    /**
     * Reads a certificate.
     *
     * @param certificate a PEM file: the certificate, then those that vouch for it
     * @param key a PEM file: its private key, PKCS #8, not encrypted
     * @throws IllegalArgumentException when they cannot be used, with the reason
     */
    public static ServerTls of(Path certificate, Path key) {
        return new ServerTls(certificate, key);
    }

    private SslContext read() {
        try {
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE)
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "the certificate " + certificate + " with the key " + key + " cannot be used (" + why.getMessage()
                            + "); both are PEM files, the key in PKCS #8 without a password ('openssl pkcs8 -topk8"
                            + " -nocrypt')",
                    e);
        }
    }

    /** Looks whether the files have changed, and reads them on a thread of its own when they have. Does not block. */
    public void renew() {
        List<Object> found = files();
        if (!found.equals(files) && !found.equals(refused) && reading.compareAndSet(false, true)) {
            Thread reader = new Thread(() -> replace(found), "groqmeter-tls");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void replace(List<Object> found) {
        try {
            context = read();
            files = found;
            LOG.info("{} is shown from the next connection on", certificate);
        } catch (IllegalArgumentException e) {
            refused = found;
            LOG.error("{}. The one from before is shown.", e.getMessage());
        } finally {
            reading.set(false);
        }
    }

    /** What tells that the files are others: their times, sizes and places on the disk. */
    private List<Object> files() {
        return Arrays.asList(mark(certificate), mark(key));
    }

    private static Object mark(Path file) {
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
