package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.Chat;
import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.MeteredSimulator;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.store.UsageRecord;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

    private static final String ASK =
            "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hola\"}]}";

    @TempDir
    Path folder;

    private CommandRun keys(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "keys";
        System.arraycopy(args, 0, all, 1, args.length);
        return CommandRun.in(folder, all);
    }

    @Test
    void a_new_key_is_printed_alone_and_listed_without_its_text() throws Exception {
        CommandRun created =
                keys("create", "shop", "--project", "web", "--models", "openai/gpt-oss-20b,a", "--expires", "30d");

        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out()).matches("gm_[0-9a-z]{38}\n");
        assertThat(created.err()).contains("shown only once").contains("no price is known for 'a'");
        assertThat(keys("list").out())
                .contains("shop", "valid", "web", "a,openai/gpt-oss-20b", "2026-12-22 10:30")
                .doesNotContain("gm_");
        assertThat(keys("--json").out())
                .contains("\"name\" : \"shop\"", "\"state\" : \"valid\"", "\"expires_at\" : \"2026-12-22T10:30:00Z\"")
                .doesNotContain("hash");
        Path secret = folder.resolve("debug_data/groqmeter.secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }

    @Test
    void in_json_the_key_is_a_field() {
        assertThat(keys("create", "shop", "--json").out()).contains("\"key\" : \"gm_", "\"about\" : {");
        assertThat(keys("rotate", "shop", "--grace", "1h", "--json").out())
                .contains("\"key\" : \"gm_", "\"replaced_valid_until\" : \"2026-11-22T11:30:00Z\"");
        assertThat(keys("revoke", "shop", "--json").out())
                .contains("\"state\" : \"revoked\"", "\"revoked_at\" : \"2026-11-22T10:30:00Z\"");
    }

    @Test
    void what_cannot_be_done_is_said_in_one_line() {
        keys("create", "shop");

        assertThat(keys("create", "shop").err()).contains("there is or was a caller key 'shop'");
        assertThat(keys("create", "a b").err()).contains("not 'a b'");
        assertThat(keys("create", "x", "--expires", "tomorrow").err()).contains("30d", "2027-01-31", "not 'tomorrow'");
        assertThat(keys("create", "x", "--expires", "2026-01-01").err()).contains("would be over already");
        assertThat(keys("rotate", "shop", "--grace", "long").err()).contains("--grace takes a duration");
        assertThat(keys("revoke", "nobody").err()).contains("there is no caller key 'nobody'");
        assertThat(keys("revoke", "nobody").exitCode()).isEqualTo(CliException.MISUSED);
        assertThat(keys("create").exitCode()).isEqualTo(CliException.MISUSED);
        assertThat(keys("list", "--store", "memory").exitCode()).isEqualTo(CliException.MISUSED);
    }

    @Test
    void a_running_gateway_follows_within_a_moment() throws Exception {
        Map<String, String> settings = Map.of("GROQ_API_KEY", "gsk_gateway", "GROQMETER_KEYLESS", "nobody");
        try (MeteredSimulator house = new MeteredSimulator(folder, settings)) {
            assertThat(chat(house, "gsk_own")).isEqualTo(401);
            String key = keys("create", "shop").out().strip();
            await().atMost(Duration.ofSeconds(20)).until(() -> chat(house, key) == 200);
            keys("revoke", "shop");
            await().atMost(Duration.ofSeconds(20)).until(() -> chat(house, key) == 401);
            assertThat(house.records())
                    .extracting(UsageRecord::attribution)
                    .isNotEmpty()
                    .allSatisfy(who -> assertThat(who.key()).isEqualTo("shop"));
        }
    }

    private static int chat(MeteredSimulator house, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(house.url() + "/openai/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(ASK))
                .build();
        return Chat.HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }
}
