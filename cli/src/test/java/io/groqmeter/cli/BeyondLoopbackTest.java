package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.console.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
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
        assertThat(run.exitCode()).isEqualTo(CliException.MISUSED);
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
        PemCertificate shown = PemCertificate.in(folder);
        Map<String, String> env = Map.of(
                "GROQMETER_TLS_CERT",
                shown.file().toString(),
                "GROQMETER_TLS_KEY",
                shown.key().toString(),
                "GROQMETER_ADMIN_TOKEN",
                TOKEN);
        try (MeteredSimulator house = new MeteredSimulator(folder, env)) {
            HttpClient client = shown.client();
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
            assertThat(hsts(client, root)).isEqualTo("max-age=0");
            assertThat(suite(shown, house.port(), "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                    .startsWith("TLS_ECDHE");
            assertThatThrownBy(() -> suite(shown, house.port(), "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                    .isInstanceOf(SSLException.class);
        }
    }

    private static String hsts(HttpClient client, URI root) throws Exception {
        return client.send(HttpRequest.newBuilder(root.resolve("/healthz")).build(), BodyHandlers.discarding())
                .headers()
                .firstValue("strict-transport-security")
                .orElseThrow();
    }

    /** The suite that is agreed on where a client knows that one only. */
    private static String suite(PemCertificate certificate, int port, String only) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) certificate.context().getSocketFactory().createSocket("localhost", port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {only});
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        }
    }

    @Test
    void names_proxies_and_origins_that_cannot_be_meant_are_refused() {
        isRefused(serve(Map.of(), "--allowed-hosts", "*"), "meter.example.com or *.example.com, not '*'");
        isRefused(serve(Map.of(), "--allowed-hosts", "x.*.example.com"), "not 'x.*.example.com'");
        isRefused(serve(Map.of(), "--trusted-proxies", "10.0.0.0/33"), "'10.0.0.0/33' is not an address or block");
        isRefused(serve(Map.of(), "--trusted-proxies", "proxy.example.com"), "'proxy.example.com' is no address");
        isRefused(serve(Map.of(), "--cors-origins", "app.example.com"), "not 'app.example.com'");
        isRefused(serve(Map.of(), "--cors-origins", "https://app.example.com/"), "nothing after it");
    }

    @Test
    void a_renewed_certificate_is_shown_as_soon_as_its_key_fits() throws Exception {
        PemCertificate first = PemCertificate.in(folder);
        String firstCertificate = Files.readString(first.file());
        Map<String, String> env = Map.of(
                "GROQMETER_TLS_CERT",
                first.file().toString(),
                "GROQMETER_TLS_KEY",
                first.key().toString());
        try (MeteredSimulator house = new MeteredSimulator(folder, env)) {
            URI health = URI.create("https://localhost:" + house.port() + "/healthz");
            assertThat(status(first.client(), health, "")).isEqualTo(200);

            PemCertificate second = PemCertificate.in(folder);
            String secondCertificate = Files.readString(second.file());
            Files.writeString(second.file(), firstCertificate);
            house.reload();
            assertThat(status(first.client(), health, "")).as("half of it").isEqualTo(200);

            Files.writeString(second.file(), secondCertificate);
            house.reload();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> status(second.client(), health, "") == 200);
        }
    }

    private static int status(HttpClient client, URI uri, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
