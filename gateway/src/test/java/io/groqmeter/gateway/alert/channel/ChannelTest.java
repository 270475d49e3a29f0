package io.groqmeter.gateway.alert.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.groqmeter.gateway.alert.Alert;
import io.groqmeter.gateway.alert.Channel;
import io.groqmeter.gateway.alert.Receiver;
import io.groqmeter.testkit.ManualClock;
import jakarta.mail.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The channels of an {@code alerts.json}, against a real HTTP receiver and a real SMTP server. */
class ChannelTest {

    private static final Alert ALERT = new Alert(
            "daily-0123456789abcdef",
            "daily",
            Instant.parse("2026-11-22T10:00:00Z"),
            Instant.parse("2026-11-23T00:00:00Z"),
            "Costo diario alto: $1.01, más de $1 <!channel> & co",
            Map.of("spent_usd", "1.01"));

    private final ManualClock clock = ManualClock.at("2026-11-22T10:00:05Z");

    @TempDir
    private Path folder;

    private AlertFile file(String json, Map<String, String> env) throws IOException {
        Files.writeString(folder.resolve("alerts.json"), json.replace('\'', '"'));
        return AlertFile.read(folder, env, clock);
    }

    private Channel channel(String json, Map<String, String> env) throws IOException {
        return Objects.requireNonNull(
                file("{'channels':{'it':" + json + "}}", env).channels().get("it"));
    }

    @Test
    void a_webhook_gets_the_alert_as_json_signed_so_that_it_can_be_verified() throws Exception {
        try (Receiver receiver = new Receiver()) {
            channel("{'type':'webhook','url':'" + receiver.url("/in") + "','secret_env':'S'}", Map.of("S", "shared"))
                    .send(ALERT);

            Receiver.Posted posted = receiver.posted().get(0);
            JsonNode body = new ObjectMapper().readTree(posted.body());
            assertThat(body.get("id").asText()).isEqualTo(ALERT.id());
            assertThat(body.get("text").asText()).isEqualTo(ALERT.text());
            assertThat(body.get("facts").get("spent_usd").asText()).isEqualTo("1.01");
            assertThat(posted.headers().getFirst("x-groqmeter-alert-id")).isEqualTo(ALERT.id());
            String timestamp = posted.headers().getFirst("x-groqmeter-timestamp");
            assertThat(timestamp).isEqualTo(Long.toString(clock.instant().getEpochSecond()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("shared".getBytes(UTF_8), "HmacSHA256"));
            assertThat(posted.headers().getFirst("x-groqmeter-signature"))
                    .isEqualTo("sha256="
                            + HexFormat.of().formatHex(mac.doFinal((timestamp + "." + posted.body()).getBytes(UTF_8))));
        }
    }

    @Test
    void a_webhook_without_a_secret_is_not_signed() throws Exception {
        try (Receiver receiver = new Receiver()) {
            channel("{'type':'webhook','url':'" + receiver.url("/in") + "'}", Map.of())
                    .send(ALERT);

            assertThat(receiver.posted().get(0).headers().containsKey("x-groqmeter-signature"))
                    .isFalse();
        }
    }

    @Test
    void what_is_not_a_2xx_was_not_taken() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.refuse(500, 302);
            Channel channel = channel("{'type':'webhook','url':'" + receiver.url("/secret-path") + "'}", Map.of());

            assertThatThrownBy(() -> channel.send(ALERT)).hasMessage("the receiver answered 500");
            assertThatThrownBy(() -> channel.send(ALERT)).hasMessage("the receiver answered 302");
        }
    }

    @Test
    void an_unreachable_receiver_is_reported_without_its_address_which_may_be_a_secret() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Channel channel =
                channel("{'type':'slack','url_env':'U'}", Map.of("U", "http://127.0.0.1:" + free + "/T0/secret-part"));

        assertThatThrownBy(() -> channel.send(ALERT))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret-part");
    }

    @Test
    void slack_gets_a_text_without_markup_of_its_own() throws Exception {
        try (Receiver receiver = new Receiver()) {
            channel("{'type':'slack','url_env':'SLACK'}", Map.of("SLACK", receiver.url("/services/T0")))
                    .send(ALERT);

            JsonNode body = new ObjectMapper().readTree(receiver.posted().get(0).body());
            assertThat(body.get("text").asText())
                    .isEqualTo(":warning: Costo diario alto: $1.01, más de $1 &lt;!channel&gt; &amp; co (daily)");
        }
    }

    @Test
    void a_mail_arrives_and_says_by_its_id_which_alert_it_is() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            server.setUser("meter@example.com", "meter", "password");
            int port = server.getSmtp().getPort();
            String json = "{'type':'mail','host':'127.0.0.1','port':" + port + ",'security':'none','user':'meter',"
                    + "'password_env':'P','from':'meter@example.com','to':['ana@example.com','bo@example.com']}";

            channel(json, Map.of("P", "password")).send(ALERT);

            assertThat(server.getReceivedMessages()).hasSize(2);
            Message message = server.getReceivedMessages()[0];
            assertThat(message.getSubject()).isEqualTo("groqmeter: " + ALERT.text());
            assertThat(message.getHeader("Message-ID")).containsExactly("<" + ALERT.id() + "@groqmeter>");
            assertThat(message.getContent().toString()).contains("spent_usd: 1.01", "rule: daily");
            assertThat(message.getAllRecipients()).hasSize(2);

            Alert hostile = new Alert("id", "rule", ALERT.at(), ALERT.periodEnd(), "m\r\nX-Evil: 1", Map.of());
            channel(json, Map.of("P", "password")).send(hostile);

            List<String> subjects = new ArrayList<>();
            for (Message each : server.getReceivedMessages()) {
                subjects.add(each.getSubject());
                assertThat(each.getHeader("X-Evil")).isNull();
            }
            assertThat(subjects).contains("groqmeter: m\uFFFD\uFFFDX-Evil: 1");
        } finally {
            server.stop();
        }
    }

    @Test
    void a_mail_server_that_does_not_offer_tls_gets_no_password() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            String json = "{'type':'mail','host':'127.0.0.1','port':"
                    + server.getSmtp().getPort()
                    + ",'user':'meter','password_env':'P','from':'meter@example.com','to':['ana@example.com']}";

            Channel channel = channel(json, Map.of("P", "password"));

            assertThatThrownBy(() -> channel.send(ALERT)).isInstanceOf(IOException.class);
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'channels':{'x':{'type':'pigeon'}}}",
                "{'channels':{'log':{'type':'slack','url':'https://example.com'}}}",
                "{'channels':{'x':{'type':'webhook'}}}",
                "{'channels':{'x':{'type':'webhook','url':'file:///etc/passwd'}}}",
                "{'channels':{'x':{'type':'webhook','url':'https://example.com','secret_env':'NOBODY_SET_IT'}}}",
                "{'channels':{'x':{'type':'mail','host':'h','from':'a@example.com','to':[]}}}",
                "{'channels':{'x':{'type':'mail','host':'h','from':'a@example.com','to':['b'],'security':'ssl'}}}",
                "{'chanels':{}}",
                "{'rules':[{'name':'a','type':'gold'}]}",
                "{'rules':[",
                "{} {}"
            })
    void a_file_that_cannot_be_used_is_refused_whole(String json) {
        assertThatThrownBy(() -> file(json, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alerts.json");
    }

    @Test
    void without_a_file_there_is_the_log() {
        assertThat(AlertFile.read(folder, Map.of(), clock).channels()).containsOnlyKeys("log");
    }
}
