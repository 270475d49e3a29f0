package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.http.ServerTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code serve} asks for before it listens for other machines, and TLS. */
class BeyondLoopbackTest {

    private static final String TOKEN = "the-admin-token-of-the-tests";

    @TempDir
    Path folder;

    private CommandRun serve(Map<String, String> more, String... flags) {
        Map<String, String> env = new HashMap<>(Map.of("GROQMETER_PORT", "0", "GROQMETER_HOST", "0.0.0.0"));
        env.putAll(more);
        String[] args = new String[flags.length + 1];
        args[0] = "serve";
        System.arraycopy(flags, 0, args, 1, flags.length);
        return CommandRun.with(env, folder, args);
    }

    private static void isRefused(CommandRun run, String... says) {
        assertThat(run.exitCode()).isEqualTo(Complaint.MISUSED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(says);
    }

    @Test
    void without_an_admin_token_serve_refuses_and_says_how_to_mend_it() {
        CommandRun.in(folder, "keys", "create", "shop");

        isRefused(serve(Map.of()), "--host 0.0.0.0", "GROQMETER_ADMIN_TOKEN", "openssl rand -hex 24");
        isRefused(serve(Map.of("GROQMETER_HOST", "::")), "GROQMETER_ADMIN_TOKEN");
    }

    @Test
    void without_a_valid_caller_key_serve_refuses_and_says_how_to_mend_it() {
        Map<String, String> token = Map.of("GROQMETER_ADMIN_TOKEN", TOKEN);

        isRefused(serve(token), "at least one caller key: groqmeter keys create NAME");
        CommandRun.in(folder, "keys", "create", "shop");
        CommandRun.in(folder, "keys", "revoke", "shop");
        isRefused(serve(token), "at least one caller key");
        isRefused(serve(token, "--store", "memory"), "leave out --store memory");
    }

    @Test
    void a_token_that_could_be_guessed_and_hosts_that_are_none_are_refused() {
        isRefused(serve(Map.of("GROQMETER_ADMIN_TOKEN", "short")), "needs at least 16", "cannot be guessed");
        assertThat(serve(Map.of("GROQMETER_ADMIN_TOKEN", "short")).err()).doesNotContain("short,");
        isRefused(serve(Map.of(), "--allowed-hosts", "https://a.example"), "not 'https://a.example'");
        isRefused(serve(Map.of(), "--keyless", "all"), "must be one of local, nobody, anybody");
    }

    @Test
    void with_both_it_listens_and_takes_calls_with_caller_keys_only() throws Exception {
        String key = CommandRun.in(folder, "keys", "create", "shop").out().strip();
        Map<String, String> env =
                Map.of("GROQMETER_HOST", "0.0.0.0", "GROQMETER_ADMIN_TOKEN", TOKEN, "GROQMETER_KEYLESS", "nobody");
        try (MeteredSimulator house = new MeteredSimulator(folder, env)) {
            URI models = URI.create(house.url() + "/openai/v1/models");
            assertThat(status(Chat.HTTP, models, "")).isEqualTo(401);
            assertThat(status(Chat.HTTP, models, "gsk_own")).isEqualTo(401);
            assertThat(status(Chat.HTTP, models, key))
                    .as("the gateway has no Groq key")
                    .isEqualTo(503);
        }
    }

    @Test
    void tls_needs_both_files_and_files_that_work() throws IOException {
        Path file = Files.writeString(folder.resolve("x.pem"), "no certificate");

        isRefused(serve(Map.of(), "--tls-cert", file.toString()), "both --tls-cert and --tls-key");
        isRefused(serve(Map.of(), "--tls-cert", file.toString(), "--tls-key", file.toString()), "PKCS #8");
    }

    @Test
    void with_a_certificate_it_speaks_tls_and_its_sessions_are_for_tls_only() throws Exception {
        KeyStore store = certificate();
        Path cert = pem("cert.pem", "CERTIFICATE", store.getCertificate("tls").getEncoded());
        Path key = pem(
                "key.pem",
                "PRIVATE KEY",
                store.getKey("tls", "changeit".toCharArray()).getEncoded());
        assertThat(ServerTls.of(cert, key)).isNotNull();
        Map<String, String> env = Map.of(
                "GROQMETER_TLS_CERT",
                cert.toString(),
                "GROQMETER_TLS_KEY",
                key.toString(),
                "GROQMETER_ADMIN_TOKEN",
                TOKEN);
        try (MeteredSimulator house = new MeteredSimulator(folder, env)) {
            HttpClient client = trusting((X509Certificate) store.getCertificate("tls"));
            URI root = URI.create("https://localhost:" + house.port() + "/");
            assertThat(status(client, root.resolve("/healthz"), "")).isEqualTo(200);
            assertThat(status(client, root.resolve("/openai/v1/models"), "gsk_own"))
                    .isEqualTo(200);
            String cookie = client.send(
                            HttpRequest.newBuilder(root.resolve("/login"))
                                    .POST(HttpRequest.BodyPublishers.ofString("token=" + TOKEN))
                                    .build(),
                            BodyHandlers.discarding())
                    .headers()
                    .firstValue("set-cookie")
                    .orElseThrow();
            assertThat(cookie).contains("Secure");
        }
    }

    private KeyStore certificate() throws Exception {
        Path file = folder.resolve("tls.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "tls",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(keytool.getInputStream().readAllBytes(), UTF_8)).doesNotContain("error");
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    }

    private Path pem(String name, String kind, byte[] content) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n");
    }

    private static HttpClient trusting(X509Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static int status(HttpClient client, URI uri, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
