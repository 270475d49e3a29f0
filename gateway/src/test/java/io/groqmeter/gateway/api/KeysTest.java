package io.groqmeter.gateway.api;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.access.KeylessAccess;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final String SHOP =
            "{\"name\":\"shop\",\"project\":\"web\",\"models\":[\"openai/gpt-oss-20b\"],\"expires_at\":\"2999-01-01T00:00:00Z\"}";

    private static JsonNode made(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return StoredBooks.parse(answer.body());
    }

    /** Whether a call with that key gets as far as Groq, which cannot be reached here. */
    private static boolean letsIn(RunningGateway gateway, String text) throws Exception {
        return gateway.get("/openai/v1/models", "authorization", "Bearer " + text)
                        .statusCode()
                != 401;
    }

    private static RunningGateway gateway() {
        return RunningGateway.with("http://127.0.0.1:1", options -> options);
    }

    @Test
    void a_key_is_made_rotated_and_revoked_and_each_holds_when_the_answer_comes() throws Exception {
        try (RunningGateway gateway = gateway()) {
            assertThat(made(gateway.post("/api/keys", "{\"name\":\"day\",\"expires_at\":\"2999-01-01\"}"), 201)
                            .at("/about/expires_at")
                            .asText())
                    .isEqualTo("2999-01-01T00:00:00Z");
            JsonNode created = made(gateway.post("/api/keys", SHOP), 201);
            String first = created.get("key").asText();
            assertThat(created.at("/about/project").asText()).isEqualTo("web");
            assertThat(created.at("/about/models/0").asText()).isEqualTo("openai/gpt-oss-20b");
            assertThat(created.at("/about/state").asText()).isEqualTo("valid");
            assertThat(letsIn(gateway, first)).isTrue();

            String second = made(gateway.post("/api/keys/shop/rotate", "{\"grace_seconds\":3600}"), 200)
                    .get("key")
                    .asText();
            assertThat(letsIn(gateway, first)).isTrue();
            assertThat(letsIn(gateway, second)).isTrue();
            String third = made(gateway.post("/api/keys/shop/rotate", ""), 200)
                    .get("key")
                    .asText();
            assertThat(letsIn(gateway, second)).isFalse();
            assertThat(letsIn(gateway, third)).isTrue();

            assertThat(made(gateway.post("/api/keys/shop/revoke", ""), 200)
                            .get("state")
                            .asText())
                    .isEqualTo("revoked");
            assertThat(letsIn(gateway, third)).isFalse();
        }
    }

    @Test
    void no_answer_but_those_that_make_a_text_carries_one() throws Exception {
        try (RunningGateway gateway = gateway()) {
            String first = made(gateway.post("/api/keys", SHOP), 201).get("key").asText();
            String second = made(gateway.post("/api/keys/shop/rotate", "{\"grace_seconds\":60}"), 200)
                    .get("key")
                    .asText();
            String told = gateway.get("/api/keys").body()
                    + gateway.post("/api/keys", SHOP).body()
                    + gateway.post("/api/keys/shop/revoke", "").body()
                    + gateway.post("/api/keys/shop/rotate", "").body()
                    + gateway.get("/api/keys").body();

            assertThat(told).contains("\"name\":\"shop\"").doesNotContain(first, second, "gm_", "hash");
        }
    }

    @Test
    void the_list_tells_what_each_key_has_cost_and_when_it_was_last_used() throws Exception {
        try (StoredBooks books = new StoredBooks(
                record("a").at("2026-11-20T10:00:00Z").key("shop").cost("0.5").build(),
                record("b").at("2026-11-22T10:00:00Z").key("shop").cost("0.25").build(),
                record("c").at("2020-02-29T10:00:00Z").key("past").build())) {
            made(books.gateway().post("/api/keys", SHOP), 201);
            made(books.gateway().post("/api/keys", "{\"name\":\"idle\"}"), 201);
            made(books.gateway().post("/api/keys", "{\"name\":\"past\"}"), 201);

            JsonNode keys = books.json("/api/keys").get("data");

            assertThat(keys.at("/0/name").asText()).isEqualTo("idle");
            assertThat(keys.at("/0/calls").asLong()).isZero();
            assertThat(keys.at("/0/last_used_on").isNull()).isTrue();
            assertThat(keys.at("/1/last_used_on").asText()).isEqualTo("2020-02-29");
            assertThat(keys.at("/2/calls").asLong()).isEqualTo(2);
            assertThat(keys.at("/2/cost_usd").asText()).isEqualTo("0.75");
            assertThat(keys.at("/2/last_used_on").asText()).isEqualTo("2026-11-22");
        }
    }

    @Test
    void what_cannot_be_done_is_refused_with_the_mend() throws Exception {
        try (RunningGateway gateway = gateway()) {
            made(gateway.post("/api/keys", SHOP), 201);

            assertThat(gateway.post("/api/keys", SHOP).statusCode()).isEqualTo(409);
            assertThat(gateway.post("/api/keys", "{\"name\":\"gateway\"}").body())
                    .contains("unusable_key", "choose another name");
            assertThat(gateway.post("/api/keys", "{\"name\":\"b\",\"model\":\"x\"}")
                            .body())
                    .contains("unknown field 'model'", "models");
            assertThat(gateway.post("/api/keys", "{\"name\":\"b\",\"expires_at\":\"soon\"}")
                            .body())
                    .contains("expires_at", "'soon'");
            assertThat(gateway.post("/api/keys", "{\"name\":\"b\",\"models\":\"x\"}")
                            .body())
                    .contains("models");
            assertThat(gateway.post("/api/keys", "name=b").body()).contains("malformed_json");
            assertThat(gateway.post("/api/keys/shop/rotate", "{\"grace_seconds\":-1}")
                            .body())
                    .contains("grace_seconds");
            assertThat(gateway.post("/api/keys/nobody/revoke", "").statusCode()).isEqualTo(404);
            made(gateway.post("/api/keys/shop/revoke", ""), 200);
            assertThat(gateway.post("/api/keys/shop/revoke", "").body()).contains("key_revoked");
        }
    }

    @Test
    void only_an_owner_sees_or_changes_keys() throws Exception {
        AccessOptions withToken =
                new AccessOptions(KeylessAccess.LOCAL, "the admin token", "the metrics token", List.of());
        try (RunningGateway gateway =
                RunningGateway.with("http://127.0.0.1:1", options -> options.withAccess(withToken))) {
            String owner = "Bearer the admin token";
            String caller = made(gateway.post("/api/keys", SHOP, "authorization", owner), 201)
                    .get("key")
                    .asText();

            for (String shown : List.of("Bearer " + caller, "Bearer the metrics token", "Bearer wrong", "Basic x")) {
                assertThat(gateway.get("/api/keys", "authorization", shown).statusCode())
                        .as(shown)
                        .isEqualTo(401);
                for (String path : List.of("/api/keys", "/api/keys/shop/rotate", "/api/keys/shop/revoke")) {
                    assertThat(gateway.post(path, SHOP, "authorization", shown).statusCode())
                            .as(path)
                            .isEqualTo(401);
                }
            }
            assertThat(gateway.get("/api/keys", "authorization", owner).body()).contains("\"state\":\"valid\"");
        }
    }

    @Test
    void a_page_of_another_site_cannot_make_a_key_even_on_this_machine() throws Exception {
        try (RunningGateway gateway = gateway()) {
            assertThat(gateway.post("/api/keys", SHOP, "origin", "https://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(gateway.get("/api/keys").body()).contains("\"data\":[]");
        }
    }
}
