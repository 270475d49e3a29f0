package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.simulator.book.Totals;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Header;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Outcome;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clients people use, with nothing changed but the base URL: what they saw and what the simulator billed is what the gateway's
 * books say, to the last digit.
 */
class OfficialClientsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path wav;

    @BeforeEach
    void recordTwelveSeconds() throws IOException {
        wav = Files.write(folder.resolve("speech.wav"), wave(8_000, 98_400));
    }

    @Test
    void npms_groq_sdk_is_metered_as_it_sees_and_as_groq_bills() throws Exception {
        OfficialClient client = OfficialClient.npm("groq-sdk@1.6.0", "groq.mjs");
        drive(client, "GROQ", "");
    }

    @Test
    void pypis_groq_is_metered_as_it_sees_and_as_groq_bills() throws Exception {
        OfficialClient client = OfficialClient.pypi("groq==1.7.0", "groq_client.py");
        drive(client, "GROQ", "");
    }

    @Test
    void pypis_openai_is_metered_as_it_sees_and_as_groq_bills() throws Exception {
        OfficialClient client = OfficialClient.pypi("openai==3.54.0", "openai_client.py");
        drive(client, "OPENAI", "/openai/v1");
    }

    private void drive(OfficialClient client, String prefix, String path) throws Exception {
        try (MeteredSimulator house = new MeteredSimulator(folder, Map.of())) {
            refuseTwice(house);

            List<String> seen = client.run(Map.of(
                    prefix + "_BASE_URL",
                    house.url() + path,
                    prefix + "_API_KEY",
                    "gsk_test",
                    "E2E_WAV",
                    wav.toString()));

            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            house.store().openCalls().isEmpty() && sums(house).calls() == requestsAndBatchLines(house));
            sameAsSeen(house, seen);
            sameAsBilled(house);
            assertThat(house.records())
                    .as("each attempt of a client that tries again is a call of its own")
                    .filteredOn(record -> record.call().status() == 429)
                    .hasSize(3)
                    .allSatisfy(record -> assertThat(record.cost()).isZero());
            assertThat(house.records())
                    .as("the stream that was broken off is charged as Groq bills it")
                    .filteredOn(record -> record.call().outcome() == Outcome.ABORTED)
                    .singleElement()
                    .satisfies(record -> assertThat(record.cost()).isPositive());
        }
    }

    /** The client under test is sent away twice, and told to come back at once. */
    private static void refuseTwice(MeteredSimulator house) {
        byte[] body = "{\"error\":{\"message\":\"slow down\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}"
                .getBytes(StandardCharsets.UTF_8);
        Script refusal = Script.next(Answer.json(429, body).withFirst(List.of(new Header("retry-after-ms", "20"))))
                .on("POST", "/api/openai/v1/chat/completions");
        house.groq().script(refusal);
        house.groq().script(refusal);
    }

    private static void sameAsSeen(MeteredSimulator house, List<String> seen) throws IOException {
        Map<String, UsageRecord> records = new HashMap<>();
        for (UsageRecord record : house.records()) {
            if (record.call().responseId() != null) {
                records.put(record.call().responseId(), record);
            }
        }
        assertThat(seen).hasSizeGreaterThan(20);
        for (String line : seen) {
            JsonNode answer = JSON.readTree(line);
            UsageRecord record =
                    Objects.requireNonNull(records.get(answer.path("id").asText()), line);
            assertThat(record.usage().inputTokens())
                    .as(line)
                    .hasValue(answer.path("input").asLong());
            assertThat(record.usage().outputTokens())
                    .as(line)
                    .hasValue(answer.path("output").asLong());
        }
    }

    private static void sameAsBilled(MeteredSimulator house) {
        Map<String, Totals> billed = house.groq().books().byModel();
        BigDecimal unlisted = BigDecimal.ZERO;
        for (UsageRollup rollup : house.books(Dimension.MODEL)) {
            String model = rollup.group().get(Dimension.MODEL);
            if (model == null) {
                assertThat(rollup.sums().cost()).isZero();
                continue;
            }
            Totals theirs = Objects.requireNonNull(billed.get(model), model);
            same(model, rollup.sums(), theirs);
            if (theirs.unpriced() == 0) {
                assertThat(rollup.sums().cost()).as(model).isEqualTo(theirs.cost());
            } else {
                unlisted = unlisted.add(rollup.sums().cost());
            }
        }
        Totals total = house.groq().books().total();
        same("total", sums(house), total);
        assertThat(sums(house).cost().subtract(unlisted))
                .isEqualTo(total.cost())
                .isPositive();
        assertThat(sums(house).calls()).isEqualTo(total.requests() + total.batchLines());
        assertThat(sums(house).answered()).isEqualTo(total.answered() + total.batchLines());
    }

    private static void same(String what, UsageSums ours, Totals theirs) {
        assertThat(ours.inputTokens()).as(what).isEqualTo(theirs.tokens().input());
        assertThat(ours.cacheReadInputTokens())
                .as(what)
                .isEqualTo(theirs.tokens().cached());
        assertThat(ours.outputTokens()).as(what).isEqualTo(theirs.tokens().output());
        assertThat(ours.billedAudioSeconds()).as(what).isEqualTo(theirs.billedSeconds());
        assertThat(ours.characters()).as(what).isEqualTo(theirs.characters());
        assertThat(ours.toolUses())
                .as(what)
                .isEqualTo(theirs.toolCalls().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private static UsageSums sums(MeteredSimulator house) {
        return house.books().get(0).sums();
    }

    private static long requestsAndBatchLines(MeteredSimulator house) {
        Totals total = house.groq().books().total();
        return total.requests() + total.batchLines();
    }

    /** A mono WAVE file of silence, 16 bits a sample. */
    private static byte[] wave(int samplesPerSecond, int samples) {
        int data = 2 * samples;
        return ByteBuffer.allocate(44 + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + data)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(samplesPerSecond)
                .putInt(2 * samplesPerSecond)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(data)
                .array();
    }
}
