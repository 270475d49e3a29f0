package io.groqmeter.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.testkit.GroqApp;
import io.groqmeter.testkit.MeteringContract;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageBasis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.junit.jupiter.api.Test;

class OkHttpTest extends MeteringContract {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final String QUESTION = "{\"role\":\"user\",\"content\":\"How warm is it in Bogotá?\"}";
    private static final String TOOL = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"warmth\","
            + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}],";

    @Override
    protected GroqApp app(UsageMeter meter, String baseUrl, Map<String, String> headers) {
        return new App(client(meter), baseUrl, Headers.of(headers));
    }

    private static OkHttpClient client(UsageMeter meter) {
        return new OkHttpClient.Builder()
                .addInterceptor(new MeteringInterceptor(meter))
                .build();
    }

    @Test
    void two_interceptors_count_a_call_once() throws Exception {
        OkHttpClient twice = new OkHttpClient.Builder()
                .addInterceptor(new MeteringInterceptor(meter()))
                .addInterceptor(new MeteringInterceptor(meter()))
                .build();
        try (App app = new App(twice, groq().baseUrl() + "/openai/v1", Headers.of())) {
            app.ask();
            app.stream();
        }
        assertBooksAgree(2);
    }

    @Test
    void a_body_that_can_be_written_only_once_is_read_while_it_is_sent() throws Exception {
        RequestBody once = new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8(asking(QUESTION, "", false));
            }
        };
        try (App app = new App(client(meter()), groq().baseUrl() + "/openai/v1", Headers.of());
                Response response = app.send(once)) {
            app.read(response);
        }
        assertBooksAgree(1);
        assertThat(records().get(0).call().requestModel()).isEqualTo(MODEL);
    }

    @Test
    void an_uploaded_recording_is_measured_as_it_passes() throws Exception {
        byte[] second = wav();
        RequestBody form = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart("model", "whisper-large-v3-turbo")
                .addFormDataPart("file", "one.wav", RequestBody.create(second, MediaType.get("audio/wav")))
                .build();
        Request request = new Request.Builder()
                .url(groq().baseUrl() + "/openai/v1/audio/transcriptions")
                .header("Authorization", "Bearer gsk_test")
                .post(form)
                .build();
        try (Response response = client(meter()).newCall(request).execute()) {
            assertThat(response.body()).isNotNull();
            response.body().string();
        }
        assertBooksAgree(1);
        assertThat(records().get(0).call().endpoint()).isEqualTo(Endpoint.TRANSCRIPTIONS);
        assertThat(records().get(0).usage().basis()).isEqualTo(UsageBasis.MEASURED);
    }

    @Test
    void an_enqueued_call_is_for_those_its_tag_names() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        Request request = new Request.Builder()
                .url(groq().baseUrl() + "/openai/v1/chat/completions")
                .header("Authorization", "Bearer gsk_test")
                .tag(Attribution.class, Attribution.project("night"))
                .post(RequestBody.create(asking(QUESTION, "", true), JSON))
                .build();
        enqueue(client(meter()), request, body);
        assertThat(body.get()).contains("[DONE]");
        assertBooksAgree(1);
        assertThat(records().get(0).attribution().project()).isEqualTo("night");
    }

    private static void enqueue(OkHttpClient client, Request request, CompletableFuture<String> body) {
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException failure) {
                body.completeExceptionally(failure);
            }

            @Override
            public void onResponse(Call call, Response response) throws IOException {
                try (response) {
                    body.complete(response.body().string());
                }
            }
        });
    }

    @Test
    void enqueued_calls_are_for_those_the_scope_names_also_when_they_had_to_wait() throws Exception {
        MeteringInterceptor metering = new MeteringInterceptor(meter());
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(metering)
                .eventListenerFactory(metering.scopes(call -> EventListener.NONE))
                .build();
        client.dispatcher().setMaxRequests(1);
        Request request = new Request.Builder()
                .url(groq().baseUrl() + "/openai/v1/chat/completions")
                .header("Authorization", "Bearer gsk_test")
                .post(RequestBody.create(asking(QUESTION, "", true), JSON))
                .build();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String project : List.of("day", "night", "day", "dawn")) {
            CallContext.Scope scope = meter().attribute(Attribution.project(project));
            try {
                answers.add(new CompletableFuture<>());
                enqueue(client, request, answers.get(answers.size() - 1));
            } finally {
                scope.close();
            }
        }
        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get()).contains("[DONE]");
        }
        assertBooksAgree(4);
        assertThat(records())
                .extracting(record -> record.attribution().project())
                .containsExactly("dawn", "day", "night", "day");
    }

    @Test
    void an_enqueued_call_that_a_budget_refuses_is_answered_so() throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        Request request = new Request.Builder()
                .url(groq().baseUrl() + "/openai/v1/chat/completions")
                .post(RequestBody.create(asking(QUESTION, "", true), JSON))
                .build();
        try (UsageMeter frugal = UsageMeter.builder()
                .budgets(Budget.hard("all", "0", BudgetPeriod.MONTH))
                .build()) {
            enqueue(client(frugal), request, body);
            assertThat(body.get()).contains("hard budget of all").contains("\"code\":\"budget_exceeded\"");
        }
        assertThat(groq().requests(10)).isEmpty();
    }

    /** One second of silence. */
    private static byte[] wav() {
        java.nio.ByteBuffer wav = java.nio.ByteBuffer.allocate(44 + 16_000).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(UTF_8)).putInt(36 + 16_000).put("WAVEfmt ".getBytes(UTF_8));
        wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(16_000);
        wav.putShort((short) 1).putShort((short) 8).put("data".getBytes(UTF_8)).putInt(16_000);
        return wav.array();
    }

    private static String asking(String messages, String more, boolean stream) {
        return "{\"model\":\"" + MODEL + "\"," + more + "\"stream\":" + stream + ",\"messages\":[" + messages + "]}";
    }

    /** A program that speaks Groq's API through OkHttp itself. */
    private record App(OkHttpClient client, String baseUrl, Headers headers) implements GroqApp {

        Response send(RequestBody body) throws IOException {
            Response response = client.newCall(new Request.Builder()
                            .url(baseUrl + "/chat/completions")
                            .headers(headers)
                            .header("Authorization", "Bearer gsk_test")
                            .post(body)
                            .build())
                    .execute();
            if (!response.isSuccessful()) {
                response.close();
                throw new IOException("status " + response.code());
            }
            return response;
        }

        String read(Response response) throws IOException {
            return response.body().string();
        }

        @Override
        public void ask() throws IOException {
            try (Response response = send(RequestBody.create(asking(QUESTION, "", false), JSON))) {
                assertThat(read(response)).contains("\"usage\"");
            }
        }

        /** Reads as SDKs do: line by line to {@code [DONE]}, and not to the end. */
        @Override
        public void stream() throws IOException {
            try (Response response = send(RequestBody.create(asking(QUESTION, "", true), JSON))) {
                BufferedSource lines = response.body().source();
                String line = lines.readUtf8LineStrict();
                while (!line.equals("data: [DONE]")) {
                    line = lines.readUtf8LineStrict();
                }
            }
        }

        @Override
        public void leave() throws IOException {
            try (Response response = send(RequestBody.create(asking(QUESTION, "", true), JSON))) {
                BufferedSource lines = response.body().source();
                String line = "";
                while (!line.contains("\"content\":\"") || line.contains("\"content\":\"\"")) {
                    line = lines.readUtf8LineStrict();
                }
            }
        }

        @Override
        public void useTool() throws IOException {
            try (Response first = send(RequestBody.create(asking(QUESTION, TOOL, false), JSON))) {
                assertThat(read(first)).contains("\"tool_calls\"");
            }
            String result = QUESTION + ",{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"19 degrees\"}";
            try (Response second = send(RequestBody.create(asking(result, TOOL, true), JSON))) {
                assertThat(read(second)).contains("[DONE]");
            }
        }
    }
}
