package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.book.LedgerEntry;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudioTest extends SimulatorTest {

    @Test
    void the_length_of_a_wave_file_is_measured_and_a_begun_second_is_billed() {
        byte[] wav = speech("a".repeat(300));

        JsonNode body = Client.json(upload("/openai/v1/audio/transcriptions", wav, "whisper-large-v3", "verbose_json"));

        assertThat(body.path("duration").decimalValue()).isEqualByComparingTo("18");
        assertThat(body.path("task").asText()).isEqualTo("transcribe");
        assertThat(body.at("/segments/0/text").isTextual()).isTrue();
        assertThat(simulator.books().total().billedSeconds()).isEqualTo(18);
        assertThat(lastBill().cost()).isEqualByComparingTo("0.000555");
    }

    @Test
    void ten_seconds_are_billed_at_least_and_json_tells_nothing_of_it() {
        JsonNode body =
                Client.json(upload("/openai/v1/audio/translations", speech("hello"), "whisper-large-v3-turbo", "json"));

        assertThat(body.fieldNames()).toIterable().containsExactly("text", "x_groq");
        assertThat(lastBill().audioSeconds()).isEqualByComparingTo("0.3");
        assertThat(lastBill().cost()).isEqualTo(new BigDecimal("0.000111111111"));
    }

    @Test
    void a_length_on_demand_and_a_text_answer() {
        HttpResponse<byte[]> response = upload(
                "/openai/v1/audio/transcriptions",
                new byte[100],
                "whisper-large-v3",
                "text",
                "x-sim-duration",
                "36.712501248");

        assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(simulator.books().total().audioSeconds()).isEqualByComparingTo("36.712501248");
        assertThat(simulator.books().total().billedSeconds()).isEqualTo(37);
    }

    @Test
    void speech_is_billed_by_the_character_and_sounds_longer_the_more_there_are() {
        byte[] wav = speech("¡Señal 🍪!");

        assertThat(ByteBuffer.wrap(wav, 0, 4).getInt()).isEqualTo(0x52494646);
        assertThat(speech("twice as long, or more").length).isGreaterThan(wav.length);
        assertThat(simulator.books().total().characters()).isEqualTo(9 + 22);
        assertThat(simulator.books().total().cost()).isEqualByComparingTo("0.000682");
    }

    @Test
    void a_form_without_file_and_url_is_refused() {
        HttpResponse<byte[]> response = client.send(client.request("/openai/v1/audio/transcriptions")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nx\r\n--b--\r\n")));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    private Bill lastBill() {
        List<LedgerEntry> ledger = simulator.books().ledger(0);
        return ledger.get(ledger.size() - 1).bill();
    }

    private byte[] speech(String input) {
        return client.post(
                        "/openai/v1/audio/speech",
                        "{\"model\":\"canopylabs/orpheus-v1-english\",\"voice\":\"troy\",\"input\":\"" + input + "\"}")
                .body();
    }

    private HttpResponse<byte[]> upload(String path, byte[] file, String model, String format, String... headers) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        field(form, "model\"", model.getBytes(StandardCharsets.UTF_8));
        field(form, "response_format\"", format.getBytes(StandardCharsets.UTF_8));
        field(form, "file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav", file);
        form.writeBytes("--b0undary--\r\n".getBytes(StandardCharsets.UTF_8));
        return client.send(client.request(path, headers)
                .header("Content-Type", "multipart/form-data; boundary=b0undary")
                .POST(BodyPublishers.ofByteArray(form.toByteArray())));
    }

    private static void field(ByteArrayOutputStream form, String nameAndMore, byte[] value) {
        form.writeBytes(("--b0undary\r\nContent-Disposition: form-data; name=\"" + nameAndMore + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(value);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
}
