package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.json;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageBasis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Audio that Groq fetches itself, by default and with {@code GROQMETER_AUDIO_URL=verbose}. */
class AudioByUrlTest {

    private static final String PATH = "/openai/v1/audio/transcriptions";
    private static final String FORM = "multipart/form-data; boundary=B";
    private static final String VERBOSE = "{\"task\":\"transcribe\",\"language\":\"English\",\"duration\":90.0,"
            + "\"text\":\" héllo \\\"you\\\"\",\"words\":[{\"word\":\"text\"}],\"segments\":[{\"id\":0,\"text\":\"no\"}],"
            + "\"x_groq\":{\"id\":\"req_1\"}}";
    private static final String PLAIN = "{\"text\":\" héllo \\\"you\\\"\",\"x_groq\":{\"id\":\"req_1\"}}";

    private static String form(String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append("--B\r\nContent-Disposition: form-data; name=\"")
                    .append(fields[i])
                    .append("\"\r\n\r\n")
                    .append(fields[i + 1])
                    .append("\r\n");
        }
        return form + "--B--\r\n";
    }

    private static HttpResponse<String> post(RunningGateway gateway, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.url(path)))
                                .version(HttpClient.Version.HTTP_1_1)
                                .headers(headers)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static RunningGateway verbose(RawUpstream groq) {
        return new RunningGateway(groq.url(), options -> options.withVerboseAudioUrls(true));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** Answers with those bytes, each character one. */
    private static RawUpstream answering(String body) {
        return RawUpstream.answering(json(body));
    }

    @Test
    void without_a_told_length_its_usage_is_unknown_and_so_is_its_price() throws Exception {
        try (RawUpstream groq = answering("{\"text\":\"hi\",\"usage\":{\"input_tokens\":9,\"output_tokens\":9}}");
                RunningGateway gateway = new RunningGateway(groq.url())) {
            String form = form("model", "whisper-large-v3-turbo", "url", "https://example.org/a.mp3");
            post(gateway, PATH, form, "content-type", FORM);
            assertThat(groq.requests().get(0)).endsWith(form);
            UsageRecord record = gateway.records().get(0);
            assertThat(record.usage().basis()).isEqualTo(UsageBasis.UNKNOWN);
            assertThat(record.rated().basis()).isEqualTo(PriceBasis.UNKNOWN);
            assertThat(record.cost()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "json"})
    void a_form_is_asked_for_with_its_length_and_answered_without(String format) throws Exception {
        try (RawUpstream groq = answering(utf8(VERBOSE + "\n"));
                RunningGateway gateway = verbose(groq)) {
            String[] fields = {"model", "whisper-large-v3-turbo", "url", "https://example.org/a.mp3"};
            String asked = format.isEmpty()
                    ? form(fields)
                    : form(fields[0], fields[1], "response_format", format, fields[2], fields[3]);
            HttpResponse<String> answer =
                    post(gateway, PATH, asked, "content-type", FORM, "accept-encoding", "gzip, br");

            assertThat(answer.body()).isEqualTo(PLAIN + "\n");
            assertThat(answer.headers().firstValue("content-length"))
                    .hasValue(String.valueOf(PLAIN.getBytes(UTF_8).length + 1));
            assertThat(answer.headers().firstValue("x-groqmeter-cost-usd")).hasValue("0.001");
            assertThat(gateway.records().get(0).usage().audio())
                    .hasValueSatisfying(length -> assertThat(length.toSeconds()).isEqualTo(90));
            String sent = groq.requests().get(0);
            assertThat(sent).containsOnlyOnce("verbose_json").doesNotContain("gzip");
            assertThat(sent).contains("https://example.org/a.mp3").contains("whisper-large-v3-turbo");
            assertThat(sent).endsWith("--B--\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"url\":\"https://x\",\"temperature\":0.10,\"model\":\"whisper-large-v3\"}"
                        + "|{\"response_format\":\"verbose_json\",\"url\":\"https://x\",\"temperature\":0.10,\"model\":\"whisper-large-v3\"}",
                "{ \"response_format\" : \"json\" , \"url\":\"https://x\", \"model\":\"m\", \"stream\":false}"
                        + "|{\"response_format\":\"verbose_json\",\"url\":\"https://x\",\"model\":\"m\",\"stream\":false}",
            })
    void so_is_json(String asked, String sent) throws Exception {
        try (RawUpstream groq = answering(utf8(VERBOSE));
                RunningGateway gateway = verbose(groq)) {
            HttpResponse<String> answer = post(gateway, PATH, asked, "content-type", "application/json");
            assertThat(answer.body()).isEqualTo(PLAIN);
            assertThat(groq.requests().get(0)).endsWith("\r\n\r\n" + sent);
        }
    }

    @Test
    void an_answer_in_chunks_or_compressed_all_the_same_is_shortened_too() throws Exception {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(VERBOSE.getBytes(UTF_8));
        }
        String chunked = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(gzip.size()) + "\r\n"
                + gzip.toString(ISO_8859_1) + "\r\n0\r\n\r\n";
        try (RawUpstream groq = RawUpstream.answering(chunked);
                RunningGateway gateway = verbose(groq)) {
            HttpResponse<String> answer = post(
                    gateway, PATH, form("url", "https://x", "model", "whisper-large-v3-turbo"), "content-type", FORM);
            assertThat(answer.body()).isEqualTo(PLAIN);
            assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
            assertThat(gateway.records().get(0).cost()).isEqualByComparingTo("0.001");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "verbose_json", "srt"})
    void another_format_stays_as_it_is(String format) throws Exception {
        staysAsItIs(FORM, form("url", "https://x", "model", "m", "response_format", format));
    }

    @Test
    void what_is_no_whole_transcript_by_url_stays_as_it_is() throws IOException, InterruptedException {
        staysAsItIs(FORM, form("url", "https://x", "model", "m", "stream", "true"));
        staysAsItIs(FORM, form("url", "https://x", "response_format", "json", "response_format", "text"));
        staysAsItIs(FORM, form("url", "data:audio/wav;base64,AAAA", "model", "m"));
        staysAsItIs(FORM, form("url", "https://x", "model", "m").replace("--B--", "--B"));
        staysAsItIs(
                FORM,
                form("model", "m", "url", "https://x").replace("--B--\r\n", "")
                        + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--B--\r\n");
        staysAsItIs("application/json", "{\"url\":\"https://x\",\"stream\":true}");
        staysAsItIs("application/json", "{\"url\":\"https://x\",\"response_format\":\"text\"}");
        staysAsItIs("application/json", "{\"url\":\"https://x\",\"model\":");
    }

    private static void staysAsItIs(String type, String body) throws IOException, InterruptedException {
        try (RawUpstream groq = answering(utf8(VERBOSE));
                RunningGateway gateway = verbose(groq)) {
            HttpResponse<String> answer = post(gateway, PATH, body, "content-type", type, "accept-encoding", "gzip");
            assertThat(answer.body()).as(body).isEqualTo(VERBOSE);
            assertThat(groq.requests().get(0))
                    .endsWith("\r\n\r\n" + body)
                    .containsIgnoringCase("accept-encoding: gzip");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 42\r\n\r\n"
                        + "{\"error\":{\"message\":\"no\"},\"duration\":1.00}",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{ \"duration\":1 }",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"text\":"
            })
    void an_error_or_what_is_no_transcript_passes_untouched(String answer) throws Exception {
        try (RawUpstream groq = RawUpstream.answering(answer);
                RunningGateway gateway = verbose(groq)) {
            HttpResponse<String> passed =
                    post(gateway, PATH, form("url", "https://x", "model", "m"), "content-type", FORM);
            assertThat(passed.body()).isEqualTo(answer.substring(answer.indexOf("\r\n\r\n") + 4));
            assertThat(String.valueOf(passed.statusCode())).isEqualTo(answer.substring(9, 12));
        }
    }
}
