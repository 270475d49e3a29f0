package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.groqmeter.cli.Chat;
import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.MeteredSimulator;
import io.groqmeter.cli.console.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> NONE = Map.of();

    @TempDir
    Path folder;

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        Files.createDirectories(folder.resolve("debug_data"));
    }

    @AfterEach
    void stopReceiver() {
        receiver.stop(0);
    }

    private void file(String json) throws IOException {
        Files.writeString(
                folder.resolve("debug_data/alerts.json"),
                json.replace('\'', '"')
                        .replace(
                                "URL",
                                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/"));
    }

    private CommandRun alerts(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "alerts";
        System.arraycopy(args, 0, all, 1, args.length);
        return CommandRun.in(folder, all);
    }

    @Test
    void an_alert_goes_from_a_call_to_a_receiver_and_into_the_history() throws Exception {
        file("{'channels':{'ops':{'type':'webhook','url':'URL'}},'rules':[{'name':'daily','type':'spend',"
                + "'usd':'0.000001','channels':['ops','log']}]}");
        try (MeteredSimulator house = new MeteredSimulator(folder, NONE)) {
            assertThat(house.chat().statusCode()).isEqualTo(200);

            await().atMost(PATIENCE).until(() -> !posted.isEmpty());

            assertThat(posted.get(0))
                    .contains("\"rule\":\"daily\"", "High cost today: $0.0000", "\"spent_usd\":\"0.0000");
            await().atMost(PATIENCE)
                    .until(() -> house.get("/api/alerts/history").body().contains("\"ops\":{\"state\":\"delivered\""));
            assertThat(house.get("/api/alerts").body()).contains("\"name\":\"daily\"", "\"source\":\"file\"");
        }
        assertThat(posted).hasSize(1);
        assertThat(alerts("history").out()).contains("daily", "High cost today", "log delivered, ops delivered");
        assertThat(alerts("history", "--json").out()).contains("\"state\":\"delivered\"");
        assertThat(alerts("list").out())
                .contains("daily", "spend", "usd=0.000001 period=day", "→ ops, log", "alerts.json");
    }

    @Test
    void rules_come_and_go_over_http_while_the_gateway_runs() throws Exception {
        try (MeteredSimulator house = new MeteredSimulator(folder, NONE)) {
            assertThat(send(house, "POST", "/api/alerts", "{'name':'x','type':'unsettled'}"))
                    .contains("\"source\":\"store\"");
            assertThat(send(house, "POST", "/api/alerts", "{'name':'x','type':'gold'}"))
                    .contains("invalid_rule");
            assertThat(send(house, "POST", "/api/alerts", "nothing")).contains("malformed_json");
            assertThat(send(house, "POST", "/api/alerts", "{'name':'y','type':'unsettled','channels':['ops']}"))
                    .contains("names the channel 'ops'");
            assertThat(alerts("list", "--json").out()).contains("\"name\":\"x\"");
            assertThat(send(house, "DELETE", "/api/alerts/x", "")).contains("\"removed\":\"x\"");
            assertThat(send(house, "DELETE", "/api/alerts/x", "")).contains("not_found");
        }
        assertThat(alerts().out()).contains("No rules yet");
        assertThat(alerts("history").out()).contains("No alerts yet");
    }

    private static String send(MeteredSimulator house, String method, String path, String body) throws Exception {
        return Chat.HTTP
                .send(
                        HttpRequest.newBuilder(URI.create(house.url() + path))
                                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @Test
    void test_tries_every_channel_and_says_which_took_it() throws Exception {
        file("{'channels':{'ops':{'type':'slack','url':'URL'},'gone':{'type':'webhook','url':'http://127.0.0.1:1/'}}}");

        CommandRun all = alerts("test");

        assertThat(all.exitCode()).isEqualTo(CliException.FAILED);
        assertThat(all.out()).contains("accepted by log", "accepted by ops");
        assertThat(all.err()).contains("groqmeter: gone: ");
        assertThat(posted.get(0)).contains("Test of the channel 'ops'");
        assertThat(alerts("test", "ops").exitCode()).isZero();
        assertThat(alerts("test", "nobody").exitCode()).isEqualTo(CliException.MISUSED);
    }

    @Test
    void with_a_file_that_cannot_be_used_serve_refuses_to_start() throws Exception {
        file("{'rules':[{'name':'a','type':'gold'}]}");

        CommandRun serve = CommandRun.in(folder, "serve", "--port", "0");

        assertThat(serve.exitCode()).isEqualTo(CliException.MISUSED);
        assertThat(serve.err()).contains("alerts.json: rule 'a': 'type' is budget, spend");
    }
}
