package io.groqmeter.gateway.access;

import static io.groqmeter.gateway.RawHttp.ASK;
import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static io.groqmeter.gateway.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.access.KeyBook;
import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawHttp;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of other sites, whose browsers ask before they call. */
class CorsTest {

    private static final String GROQS = "HTTP/1.1 204 No Content\r\naccess-control-allow-origin: *\r\n\r\n";

    private static RunningGateway gateway(RawUpstream groq, KeylessAccess keyless, String... origins) {
        return RunningGateway.with(
                groq.url(),
                options -> options.withAccess(
                        new AccessOptions(keyless, null, null, List.of()).withCors(new Cors(List.of(origins)))));
    }

    private static String ask(RunningGateway gateway, String request) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            return client.send(request.replace("Host:", "Connection: close\r\nHost:"))
                    .readAll();
        }
    }

    private static String preflight(String path, String origin) {
        return "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin
                + "\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,content-type\r\n"
                + "Cookie: a=b\r\n\r\n";
    }

    private static String key(RunningGateway gateway) {
        String key = gateway.keys()
                .create(new KeyBook.Wish("web", null, null, Set.of(), null))
                .text();
        await().until(() -> gateway.get("/openai/v1/models", "authorization", "Bearer " + key)
                        .statusCode()
                != 401);
        return key;
    }

    private static String from(String origin, String key, String request) {
        return request.replace("Host:", "Origin: " + origin + "\r\nAuthorization: Bearer " + key + "\r\nHost:");
    }

    @ParameterizedTest
    @EnumSource(KeylessAccess.class)
    void unless_set_otherwise_Groq_answers_a_preflight_without_any_key_and_it_is_not_put_down(KeylessAccess keyless)
            throws Exception {
        try (RawUpstream groq = RawUpstream.answering(GROQS);
                RunningGateway gateway = gateway(groq, keyless)) {
            assertThat(ask(gateway, preflight("/openai/v1/chat/completions", "https://app.example.com")))
                    .startsWith("HTTP/1.1 204")
                    .contains("access-control-allow-origin: *");
            assertThat(groq.requests()).singleElement().satisfies(requested -> assertThat(requested)
                    .startsWith("OPTIONS /openai/v1/chat/completions ")
                    .contains("Origin: https://app.example.com")
                    .doesNotContain("gsk_gateway")
                    .doesNotContainIgnoringCase("authorization:", "cookie:"));
            assertThat(gateway.records()).isEmpty();
        }
    }

    @Test
    void a_key_in_a_preflight_goes_no_further() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(GROQS);
                RunningGateway gateway = gateway(groq, KeylessAccess.NOBODY)) {
            ask(gateway, from("https://a.example", "gm_secret", preflight("/openai/v1/models", "https://a.example")));
            assertThat(groq.requests().get(0)).doesNotContain("gm_secret");
        }
    }

    @Test
    void listed_sites_are_answered_here_for_whole_answers_streams_and_errors() throws Exception {
        String stream = STREAM_HEAD.replace("\r\n\r\n", "\r\nAccess-Control-Allow-Origin: *\r\n\r\n")
                + event("{\"choices\":[]}")
                + STREAM_END;
        try (RawUpstream groq = RawUpstream.answering(stream);
                RunningGateway gateway = gateway(
                        groq,
                        KeylessAccess.NOBODY,
                        "https://app.example.com",
                        "https://*.example.org",
                        "app://obsidian.md")) {
            String key = key(gateway);
            int before = groq.requests().size();
            for (String site : List.of("https://app.example.com", "https://a.b.example.org", "app://obsidian.md")) {
                assertThat(ask(gateway, preflight("/openai/v1/chat/completions", site)))
                        .startsWith("HTTP/1.1 204")
                        .contains(
                                "access-control-allow-origin: " + site + "\r\n",
                                "access-control-allow-headers: authorization,content-type\r\n",
                                "access-control-allow-methods: GET, HEAD, POST, DELETE, OPTIONS\r\n",
                                "vary: Origin");
            }
            assertThat(groq.requests()).hasSize(before);
            String streamed = ask(gateway, from("https://app.example.com", key, post(ASK)));
            assertThat(streamed)
                    .startsWith("HTTP/1.1 200")
                    .contains("access-control-allow-origin: https://app.example.com\r\n", "vary: Origin\r\n")
                    .contains("access-control-expose-headers: ", "x-groqmeter-id", "x-groqmeter-cost-usd")
                    .doesNotContain("Access-Control-Allow-Origin: *");
            assertThat(ask(gateway, from("https://app.example.com", "gm_wrong", post(ASK))))
                    .startsWith("HTTP/1.1 401")
                    .contains("access-control-allow-origin: https://app.example.com\r\n");
        }
    }

    @Test
    void other_sites_are_told_nothing_they_could_read() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json("Access-Control-Allow-Origin: *\r\n", RawHttp.ANSWER));
                RunningGateway gateway =
                        gateway(groq, KeylessAccess.NOBODY, "https://app.example.com", "https://*.example.org")) {
            String key = key(gateway);
            for (String site : List.of(
                    "https://evil.example",
                    "http://app.example.com",
                    "https://app.example.com.evil.example",
                    "https://example.org",
                    "https://evil.example@x.example.org",
                    "null")) {
                assertThat(ask(gateway, preflight("/openai/v1/chat/completions", site)))
                        .startsWith("HTTP/1.1 204")
                        .doesNotContainIgnoringCase("access-control-allow");
                assertThat(ask(gateway, from(site, key, post(ASK))))
                        .startsWith("HTTP/1.1 200")
                        .contains("vary: Origin")
                        .doesNotContainIgnoringCase("access-control-allow");
            }
        }
    }

    @Test
    void the_chat_route_takes_pages_with_a_key_as_Groqs_routes_do() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(json(RawHttp.ANSWER));
                RunningGateway gateway = gateway(groq, KeylessAccess.LOCAL)) {
            String key = key(gateway);
            String chat = post("{\"message\":\"Hola\"}").replace("/openai/v1/chat/completions", "/chat");
            assertThat(ask(gateway, preflight("/chat", "https://app.example.com")))
                    .startsWith("HTTP/1.1 204")
                    .contains("access-control-allow-origin: *");
            assertThat(ask(gateway, from("https://app.example.com", key, chat)))
                    .startsWith("HTTP/1.1 200")
                    .contains("access-control-allow-origin: *");
            assertThat(ask(gateway, chat.replace("Host:", "Origin: https://app.example.com\r\nHost:")))
                    .startsWith("HTTP/1.1 403");
            assertThat(ask(gateway, preflight("/api/keys", "https://app.example.com")))
                    .doesNotContainIgnoringCase("access-control-allow");
        }
    }
}
