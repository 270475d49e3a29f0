package io.groqmeter.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RunningGateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetStatusSourceTest {

    private static final String ANA = "{\"scope\":\"user:ana\",\"usd\":\"10\",\"period\":\"month\",\"resets_on\":15}";

    private final RunningGateway gateway = new RunningGateway("http://127.0.0.1:1");

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.url(path)))
                                .header("content-type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_budget_is_created_shown_replaced_and_removed() throws Exception {
        HttpResponse<String> created = send("POST", "/api/budgets", ANA);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body())
                .contains("\"scope\":\"user:ana\",\"usd\":\"10\",\"period\":\"month\",\"hard\":true,\"resets_on\":15")
                .contains("\"group\":\"ana\"")
                .contains(
                        "\"spent_usd\":\"0\",\"reserved_usd\":\"0\",\"unsettled_usd\":\"0\",\"held_usd\":\"0\",\"remaining_usd\":\"10\"")
                .contains("\"spent_percent\":\"0\",\"held_percent\":\"0\"")
                .contains("\"problem\":null");
        assertThat(send("POST", "/api/budgets", ANA).statusCode()).isEqualTo(409);
        assertThat(send("PUT", "/api/budgets", ANA.replace("\"10\"", "\"12.5\""))
                        .body())
                .contains("\"usd\":\"12.5\"");
        assertThat(gateway.get("/api/budgets").body()).contains("12.5").doesNotContain("\"10\"");

        assertThat(send("DELETE", "/api/budgets?scope=user:ana&period=month", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("DELETE", "/api/budgets?scope=user:ana&period=month", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(gateway.get("/api/budgets").body()).contains("\"data\":[]");
    }

    @Test
    void a_name_that_nothing_goes_by_is_answered_with_the_one_that_was_probably_meant() throws Exception {
        String misspelt = ANA.replace("user:ana", "model:gpt-oss-20b");

        assertThat(send("PUT", "/api/budgets", misspelt).body())
                .contains("\"warning\":{\"message\":\"nothing has the model 'gpt-oss-20b' yet; did you mean"
                        + " openai/gpt-oss-20b?\",\"name\":\"gpt-oss-20b\",\"closest\":\"openai/gpt-oss-20b\"}");
        assertThat(send("PUT", "/api/budgets", ANA.replace("user:ana", "model:openai/gpt-oss-20b"))
                        .body())
                .contains("\"warning\":null");
        assertThat(send(
                                "PUT",
                                "/api/limits",
                                "{\"scope\":\"model:gpt-oss-20b\",\"measure\":\"requests\",\"per_minute\":5}")
                        .body())
                .contains("did you mean openai/gpt-oss-20b?");
        assertThat(send("POST", "/api/keys", "{\"name\":\"shop\",\"models\":[\"gpt-oss-20b\"]}")
                        .body())
                .contains("did you mean openai/gpt-oss-20b?");
    }

    @Test
    void what_nothing_can_ever_match_is_refused() throws Exception {
        HttpResponse<String> two = send("PUT", "/api/budgets", ANA.replace("user:ana", "key:shop,model:x"));
        HttpResponse<String> none = send("PUT", "/api/budgets", ANA.replace("user:ana", "key:my shop"));

        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(two.body()).contains("names two things");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).contains("a key's name has 1 to 64");
        assertThat(gateway.get("/api/budgets").body()).contains("\"data\":[]");
    }

    @Test
    void a_disk_that_takes_no_budget_is_said_to_be_full() throws Exception {
        gateway.fillPoliciesDisk();

        HttpResponse<String> refused = send("PUT", "/api/budgets", ANA);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("books_unavailable", "the disk is full; free some space");
    }

    @Test
    void a_budget_for_each_is_listed_before_anybody_has_money_in_it() throws Exception {
        send("PUT", "/api/budgets", ANA.replace("user:ana", "each-user"));

        assertThat(gateway.get("/api/budgets").body())
                .startsWith("{\"data\":[],\"next_cursor\":null,\"rules\":[{\"scope\":\"each-user\",\"usd\":\"10\"")
                .contains("\"source\":\"store\"");
    }

    @Test
    void what_stands_in_the_file_is_changed_there(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("budgets.json"), "{\"budgets\":[" + ANA + "]}");
        try (RunningGateway filed = RunningGateway.withRulesIn(folder)) {
            String body = ANA.replace("\"10\"", "\"99\"");

            assertThat(filed.get("/api/budgets").body()).contains("\"source\":\"file\"");
            HttpResponse<String> refused = filed.post("/api/budgets", body);
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("rule_of_file", "user:ana/month", "budgets.json");
            assertThat(filed.get("/api/budgets").body()).doesNotContain("99");
        }
    }

    @Test
    void what_cannot_be_enforced_is_refused_with_the_mend() throws Exception {
        HttpResponse<String> answer = send("PUT", "/api/budgets", ANA.replace("user:ana", "anybody"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("unknown scope 'anybody': write all, key:NAME");
    }

    @Test
    void a_limit_is_set_shown_and_removed() throws Exception {
        String limit = "{\"scope\":\"each-user\",\"measure\":\"requests\",\"per_minute\":60}";

        String kept = limit.replace("}", ",\"source\":\"store\"}");
        assertThat(send("PUT", "/api/limits", limit).body()).contains(kept);
        assertThat(gateway.get("/api/limits").body()).contains(kept);
        assertThat(send("DELETE", "/api/limits?scope=each-user&measure=requests", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/api/limits").body()).contains("\"data\":[]");
    }
}
