package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's own secrets, caller keys, tokens and sessions, right ones and wrong ones, are afterwards in no log and no file. */
class BlindKeysTest {

    private static final String ADMIN = "PlantedAdminTokenRw7Kc2Xn9Ub4";
    private static final String METRICS = "PlantedMetricsTokenHq3Zy8Dm6Tf";
    private static final String WRONG = "PlantedWrongTokenJv5Pe1Sg0Wl";
    private static final String CHAT =
            "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hola\"}]}";

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void caller_keys_tokens_and_sessions_are_nowhere_but_with_those_who_have_them() throws Exception {
        String shop = create("shop");
        String revoked = create("revoked");
        said.add(command("keys", "revoke", "revoked").out());
        String misspelt = shop.substring(0, shop.length() - 1) + (shop.endsWith("0") ? "1" : "0");
        String session;
        Traces traces = new Traces(List.of(
                new PlantedSecret(shop),
                new PlantedSecret(revoked),
                new PlantedSecret(ADMIN),
                new PlantedSecret(METRICS),
                new PlantedSecret(WRONG)));
        try (traces) {
            traces.logEverything();
            try (MeteredSimulator house = new MeteredSimulator(folder, settings())) {
                String chat = house.url() + "/openai/v1/chat/completions";
                assertThat(post(chat, CHAT, shop).statusCode()).isEqualTo(200);
                assertThat(post(chat, CHAT, revoked).statusCode()).isEqualTo(401);
                assertThat(post(chat, CHAT, misspelt).statusCode()).isEqualTo(401);
                assertThat(post(chat, CHAT, ADMIN).statusCode()).isEqualTo(401);
                assertThat(post(house.url() + "/chat", "{\"message\":\"x\"}", shop)
                                .statusCode())
                        .isEqualTo(200);
                said.add(post(house.url() + "/login", "token=" + WRONG, "").body());
                HttpResponse<String> in = post(house.url() + "/login", "token=" + ADMIN, "");
                session = in.headers().firstValue("set-cookie").orElseThrow().split("[=;]")[1];
                for (String path : List.of("/api/usage", "/api/summary?by=key", "/metrics", "/healthz", "/", "/x")) {
                    for (String token : List.of(ADMIN, METRICS, WRONG, shop)) {
                        said.add(get(house.url() + path, token));
                    }
                }
                said.add(house.printed());
            }
            said.add(command("keys", "list").out());
            said.add(command("keys", "list", "--json").out());
            said.add(command("export").out());
            assertThat(said.toString()).contains("shop").doesNotContain("hash");
            said.forEach(text -> traces.isBlind("an answer", text));
            traces.logIsBlind();
            assertThat(traces.diskIsBlind(folder)).contains("groqmeter.db");
            Traces ofSession = new Traces(List.of(new PlantedSecret(session)));
            ofSession.diskIsBlind(folder);
        }
    }

    private static Map<String, String> settings() {
        return Map.of(
                "GROQ_API_KEY",
                "gsk_gateway",
                "GROQMETER_ADMIN_TOKEN",
                ADMIN,
                "GROQMETER_METRICS_TOKEN",
                METRICS,
                "GROQ_DEBUG",
                "true");
    }

    private CommandRun command(String... args) {
        CommandRun run = CommandRun.in(folder, args);
        assertThat(run.exitCode()).as(run.err()).isZero();
        said.add(run.err());
        return run;
    }

    private String create(String name) {
        return command("keys", "create", name).out().strip();
    }

    private static HttpResponse<String> post(String url, String body, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        return Chat.HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String get(String url, String token) throws Exception {
        HttpResponse<String> answer = Chat.HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
        return answer.headers().map() + answer.body();
    }
}
