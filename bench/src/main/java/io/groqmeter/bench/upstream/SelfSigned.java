package io.groqmeter.bench.upstream;

import io.groqmeter.bench.process.Programs;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate for 127.0.0.1 made by the JDK's keytool.
 *
 * @param store a PKCS #12 file with key and certificate; the JVM takes it as a trust store too
 * @param pem the certificate alone, for programs that are no JVM
 */
public record SelfSigned(Path store, Path pem) {

    /** The store's password; it protects nothing. */
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "bench";

    /** Makes one in that folder. */
    public static SelfSigned make(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path store = folder.resolve("upstream.p12");
        Path pem = folder.resolve("upstream.pem");
        Files.deleteIfExists(store);
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String said = Programs.output(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "7",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
        Programs.output(List.of(
                keytool,
                "-exportcert",
                "-rfc",
                "-alias",
                ALIAS,
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString(),
                "-file",
                pem.toString()));
        if (!Files.exists(pem)) {
            throw new IOException("keytool made no certificate: " + said);
        }
        return new SelfSigned(store, pem);
    }

    /** What a server with this certificate needs. */
    public SslContext server() throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            return SslContextBuilder.forServer(managers).build();
        } catch (GeneralSecurityException e) {
            throw new IOException("the JDK does not take its own certificate", e);
        }
    }
}
