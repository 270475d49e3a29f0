package io.groqmeter.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.access.KeyBook;
import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.access.AddressBlock;
import io.groqmeter.gateway.access.FailedAttempts;
import io.groqmeter.gateway.access.KeylessAccess;
import io.groqmeter.gateway.access.TrustedProxies;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginTest {

    private static final String ADMIN = "the admin token of the tests";
    private static final String METRICS = "the metrics token of the tests";
    private static final List<String> OWNERS = List.of("/", "/debug/stats", "/api/summary", "/api/nothing", "/metrics");

    private final RunningGateway gateway = RunningGateway.with(
            "http://127.0.0.1:1",
            options -> options.withAccess(new AccessOptions(KeylessAccess.LOCAL, ADMIN, METRICS, List.of())));

    @AfterEach
    void close() {
        gateway.close();
    }

    private String ourOrigin() {
        return "http://127.0.0.1:" + gateway.port();
    }

    private HttpResponse<String> login(String token) throws Exception {
        return gateway.post("/login", "token=" + token.replace(" ", "+"), "origin", ourOrigin());
    }

    private String session() throws Exception {
        return login(ADMIN).headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    }

    @Test
    void with_an_admin_token_the_own_routes_ask_for_it_even_on_this_machine() throws Exception {
        for (String path : OWNERS) {
            HttpResponse<String> refused = gateway.get(path);
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer realm=\"groqmeter\"");
            assertThat(gateway.get(path, "authorization", "Bearer " + ADMIN + "x")
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(gateway.get("/debug/stats", "authorization", "Bearer " + ADMIN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/api/nothing", "authorization", "Bearer " + ADMIN)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_metrics_token_opens_the_metrics_and_nothing_else() throws Exception {
        assertThat(gateway.get("/metrics", "authorization", "Bearer " + METRICS).statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/metrics", "authorization", "Bearer " + ADMIN).statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/api/summary", "authorization", "Bearer " + METRICS)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void anybody_may_query_health_and_only_an_owner_sees_what_is_wrong() throws Exception {
        assertThat(gateway.get("/healthz").body()).isEqualTo("{\"status\":\"ok\",\"recording\":true}\n");
        assertThat(gateway.get("/healthz", "authorization", "Bearer " + ADMIN).body())
                .contains("\"store\"");
        assertThat(gateway.get("/openapi.yaml").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/page/page.css").statusCode()).isEqualTo(200);
    }

    @Test
    void a_browser_is_led_to_the_form_and_the_token_begins_a_session_no_script_can_read() throws Exception {
        HttpResponse<String> led = gateway.get("/", "accept", "text/html");
        assertThat(led.statusCode()).isEqualTo(303);
        assertThat(led.headers().firstValue("location")).contains("/login");
        assertThat(gateway.get("/login").body()).contains("name=\"token\"", "type=\"password\"");

        HttpResponse<String> in = login(ADMIN);

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("set-cookie").orElseThrow())
                .contains("Path=/", "HTTPOnly", "SameSite=Strict", "Max-Age=43200")
                .doesNotContain("Secure");
        String session = in.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
        assertThat(gateway.get("/api/summary", "cookie", session).statusCode()).isEqualTo(200);
        assertThat(gateway.get("/", "cookie", session, "accept", "text/html").body())
                .contains("<html");
    }

    @Test
    void the_form_is_in_the_browsers_language() throws Exception {
        assertThat(gateway.get("/login", "accept-language", "es-CO,es;q=0.9").body())
                .contains("lang=\"es\"", "Iniciar sesión");
    }

    @Test
    void a_session_ends_by_logging_out() throws Exception {
        String session = session();

        HttpResponse<String> out = gateway.post("/logout", "", "cookie", session, "origin", ourOrigin());

        assertThat(out.headers().firstValue("set-cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(gateway.get("/api/summary", "cookie", session).statusCode()).isEqualTo(401);
    }

    @Test
    void a_session_changes_something_from_our_own_pages_only() throws Exception {
        String session = session();

        assertThat(gateway.post("/api/summary", "", "cookie", session).statusCode())
                .isEqualTo(403);
        assertThat(gateway.post("/api/summary", "", "cookie", session, "origin", "http://localhost:3000")
                        .statusCode())
                .isEqualTo(403);
        assertThat(gateway.post("/api/summary", "", "cookie", session, "origin", ourOrigin())
                        .statusCode())
                .isEqualTo(405);
        assertThat(gateway.post("/api/summary", "", "authorization", "Bearer " + ADMIN)
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void without_a_token_a_page_of_another_program_on_this_machine_changes_nothing() throws Exception {
        try (RunningGateway open = new RunningGateway("http://127.0.0.1:1")) {
            String ours = "http://127.0.0.1:" + open.port();
            assertThat(open.post("/api/keys", "{\"name\":\"a\"}", "origin", "http://localhost:3000")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(open.post("/api/keys", "{\"name\":\"a\"}", "origin", ours)
                            .statusCode())
                    .isEqualTo(201);
            assertThat(open.post("/api/keys", "{\"name\":\"b\"}").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void another_site_cannot_log_a_browser_in() throws Exception {
        assertThat(gateway.post("/login", "token=" + ADMIN.replace(" ", "+"), "origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void who_guesses_is_told_to_wait_and_the_right_token_passes_all_the_same() throws Exception {
        for (int i = 0; i < FailedAttempts.LIMIT; i++) {
            assertThat(login("wrong " + i).statusCode()).isEqualTo(401);
        }

        HttpResponse<String> waits = login("wrong");
        assertThat(waits.statusCode()).isEqualTo(429);
        assertThat(waits.body()).contains("Try again in ").doesNotContain("not the admin token");
        assertThat(waits.headers().firstValue("retry-after")).isPresent();
        HttpResponse<String> refused = gateway.get("/api/summary", "authorization", "Bearer wrong");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(gateway.get("/api/summary").statusCode()).isEqualTo(401);

        assertThat(gateway.get("/api/summary", "authorization", "Bearer " + ADMIN)
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/metrics", "authorization", "Bearer " + METRICS).statusCode())
                .isEqualTo(200);
        assertThat(login(ADMIN).statusCode()).isEqualTo(303);
    }

    @Test
    void dead_caller_keys_hold_up_nobody_with_a_token() throws Exception {
        for (int i = 0; i < 2 * FailedAttempts.LIMIT; i++) {
            gateway.get("/openai/v1/models", "authorization", "Bearer gm_dead" + i);
        }

        assertThat(gateway.get("/openai/v1/models", "authorization", "Bearer gm_dead")
                        .statusCode())
                .isEqualTo(429);
        assertThat(gateway.get("/api/summary", "authorization", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(login("wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void behind_a_trusted_proxy_each_client_has_failures_of_its_own() throws Exception {
        TrustedProxies proxies = new TrustedProxies(List.of(AddressBlock.parse("127.0.0.0/8")));
        AccessOptions access = new AccessOptions(KeylessAccess.LOCAL, ADMIN, METRICS, List.of()).withProxies(proxies);
        try (RunningGateway behind = RunningGateway.with("http://127.0.0.1:1", options -> options.withAccess(access))) {
            for (int i = 0; i <= FailedAttempts.LIMIT; i++) {
                behind.get("/api/summary", "authorization", "Bearer wrong", "x-forwarded-for", "9.9.9.9, 203.0.113.9");
            }
            assertThat(behind.get("/api/summary", "authorization", "Bearer wrong", "x-forwarded-for", "203.0.113.9")
                            .statusCode())
                    .isEqualTo(429);
            assertThat(behind.get("/api/summary", "authorization", "Bearer wrong", "x-forwarded-for", "9.9.9.9")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_trusted_proxy_says_who_is_of_this_machine() throws Exception {
        TrustedProxies proxies = new TrustedProxies(List.of(AddressBlock.parse("127.0.0.1")));
        AccessOptions access = AccessOptions.local().withProxies(proxies);
        try (RunningGateway behind = RunningGateway.with("http://127.0.0.1:1", options -> options.withAccess(access))) {
            assertThat(behind.get("/api/summary", "x-forwarded-for", "203.0.113.9")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(behind.get("/api/summary", "x-forwarded-for", "127.0.0.1")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(behind.get("/openai/v1/models", "x-forwarded-for", "203.0.113.9")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(behind.get("/openai/v1/models", "x-forwarded-for", "127.0.0.1")
                            .statusCode())
                    .isEqualTo(502);
            assertThat(behind.get(
                                    "/openai/v1/models",
                                    "authorization",
                                    "Bearer gsk_own",
                                    "x-forwarded-for",
                                    "203.0.113.9")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void by_any_name_come_health_and_whoever_shows_a_token_or_key() throws Exception {
        String key = gateway.keys()
                .create(new KeyBook.Wish("web", null, null, Set.of(), null))
                .text();
        await().until(() -> gateway.get("/openai/v1/models", "authorization", "Bearer " + key)
                        .statusCode()
                == 502);
        assertThat(byName("GET /healthz", "")).startsWith("HTTP/1.1 200");
        assertThat(byName("GET /openapi.yaml", "")).startsWith("HTTP/1.1 200");
        assertThat(byName("GET /api/summary", ADMIN)).startsWith("HTTP/1.1 200");
        assertThat(byName("GET /metrics", METRICS)).startsWith("HTTP/1.1 200");
        assertThat(byName("GET /openai/v1/models", key)).startsWith("HTTP/1.1 502");
        assertThat(byName("POST /chat", key)).startsWith("HTTP/1.1 400").contains("invalid_request\"");

        assertThat(byName("GET /api/summary", "wrong")).startsWith("HTTP/1.1 403");
        assertThat(byName("GET /api/summary", METRICS)).startsWith("HTTP/1.1 403");
        assertThat(byName("GET /openai/v1/models", "")).startsWith("HTTP/1.1 403");
        assertThat(byName("POST /login", "")).startsWith("HTTP/1.1 403");
    }

    private String byName(String what, String token) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            String shown = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
            return client.send(what + " HTTP/1.1\r\nHost: groqmeter.shop.svc.cluster.local:5001\r\n" + shown
                            + "Connection: close\r\nContent-Length: 0\r\n\r\n")
                    .readAll();
        }
    }

    @Test
    void a_request_by_a_foreign_name_gets_no_details_of_health() throws Exception {
        try (RunningGateway open = new RunningGateway("http://127.0.0.1:1");
                RawClient client = new RawClient(open.port())) {
            client.send("GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n");
            assertThat(client.readUntil("}\n")).contains("\"recording\":true}").doesNotContain("\"store\"");
        }
    }

    @Test
    void without_an_admin_token_there_is_nothing_to_log_in_to() throws Exception {
        try (RunningGateway open = new RunningGateway("http://127.0.0.1:1")) {
            assertThat(open.get("/login").headers().firstValue("location")).contains("/");
            assertThat(open.post("/login", "token=").statusCode()).isEqualTo(401);
            assertThat(open.get("/api/summary").statusCode()).isEqualTo(200);
        }
    }
}
