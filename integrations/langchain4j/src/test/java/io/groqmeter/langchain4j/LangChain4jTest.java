package io.groqmeter.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import io.groqmeter.UsageMeter;
import io.groqmeter.store.Remainder;
import io.groqmeter.testkit.GroqApp;
import io.groqmeter.testkit.MeteringContract;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageBasis;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

class LangChain4jTest extends MeteringContract {

    @Override
    protected GroqApp app(UsageMeter meter, String baseUrl, Map<String, String> headers) {
        AttributionListener listener = new AttributionListener();
        return app(
                new MeteringHttpClientBuilder(meter, new JdkHttpClientBuilder(), listener), listener, baseUrl, headers);
    }

    private static App app(
            HttpClientBuilder http, AttributionListener listener, String baseUrl, Map<String, String> headers) {
        return new App(
                OpenAiChatModel.builder()
                        .httpClientBuilder(http)
                        .listeners(List.of(listener))
                        .baseUrl(baseUrl)
                        .apiKey("gsk_test")
                        .modelName(MODEL)
                        .customHeaders(headers)
                        .build(),
                OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .listeners(List.of(listener))
                        .baseUrl(baseUrl)
                        .apiKey("gsk_test")
                        .modelName(MODEL)
                        .customHeaders(headers)
                        .build());
    }

    @Test
    void a_metering_client_below_does_not_count_a_call_again() throws Exception {
        HttpClientBuilder below = new JdkHttpClientBuilder().httpClientBuilder(new MeteringBuilder(meter()));
        HttpClientBuilder twice = new MeteringHttpClientBuilder(meter(), below);
        App app = app(twice, new AttributionListener(), groq().baseUrl() + "/openai/v1", Map.of());
        app.ask();
        app.stream();
        assertBooksAgree(2);
    }

    @Test
    void a_metered_rest_client_below_that_streams_on_threads_of_its_own_does_not_count_a_call_again() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        RestClient.Builder below = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .requestInterceptor(new io.groqmeter.spring.web.MeteringInterceptor(meter()));
        HttpClientBuilder twice = new MeteringHttpClientBuilder(meter(), new RestClientBuilder(below, threads));
        App app = app(twice, new AttributionListener(), groq().baseUrl() + "/openai/v1", Map.of());
        try {
            app.ask();
            app.stream();
            app.leave();
        } finally {
            threads.shutdown();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
        meter().flush();
        assertThat(records()).hasSize(3);
        assertThat(groq().books().total().requests()).isEqualTo(3);
        assertThat(meter().store().openCalls())
                .as("but the rest of the one that was left")
                .allSatisfy(open -> assertThat(Remainder.recordOf(open)).isPresent());
    }

    @Test
    void listener_attributes_name_whom_a_call_is_for_streams_too() throws Exception {
        App app = (App) app(Map.of());
        ChatRequest question = ChatRequest.builder()
                .messages(UserMessage.from("How warm is it in Bogotá?"))
                .build();
        ChatRequestOptions night = ChatRequestOptions.builder()
                .addListenerAttribute(AttributionListener.PROJECT, "night")
                .addListenerAttribute(AttributionListener.USER, "ana")
                .build();
        app.model().chat(question, night);
        Whole stream = new Whole();
        app.streaming().chat(question, night, stream);
        stream.join();
        app.ask();
        app.stream();
        assertThat(records())
                .extracting(record -> record.attribution().project())
                .containsExactlyInAnyOrder("night", "night", null, null);
    }

    @Test
    void a_recording_is_counted_which_no_listener_hears_of() {
        OpenAiAudioTranscriptionModel.builder()
                .httpClientProvider(new MeteringHttpClientBuilder(meter(), new JdkHttpClientBuilder()))
                .baseUrl(groq().baseUrl() + "/openai/v1")
                .apiKey("gsk_test")
                .modelName("whisper-large-v3-turbo")
                .build()
                .transcribe(AudioTranscriptionRequest.builder(Audio.builder()
                                .binaryData(wav())
                                .mimeType("audio/wav")
                                .build())
                        .build());
        assertBooksAgree(1);
        assertThat(records().get(0).call().endpoint()).isEqualTo(Endpoint.TRANSCRIPTIONS);
        assertThat(records().get(0).usage().basis()).isEqualTo(UsageBasis.MEASURED);
    }

    @Test
    void nothing_is_registered_by_service_loader() {
        assertThat(ServiceLoader.load(dev.langchain4j.http.client.HttpClientBuilderFactory.class))
                .extracting(factory -> factory.getClass().getPackageName())
                .noneMatch(name -> name.startsWith("io.groqmeter"));
    }

    /** Two seconds of silence. */
    private static byte[] wav() {
        ByteBuffer wav = ByteBuffer.allocate(44 + 32_000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(UTF_8)).putInt(36 + 32_000).put("WAVEfmt ".getBytes(UTF_8));
        wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(16_000);
        wav.putShort((short) 1).putShort((short) 8).put("data".getBytes(UTF_8)).putInt(32_000);
        return wav.array();
    }

    interface Assistant {
        String chat(String question);
    }

    static final class Weather {

        @Tool("The warmth in a city")
        String warmth(@P("the city") String city) {
            return "19 degrees in " + city;
        }
    }

    /** Waits for the end of a stream. */
    private static class Whole implements StreamingChatResponseHandler {

        private final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        ChatResponse join() {
            return answer.join();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    private record App(ChatModel model, StreamingChatModel streaming) implements GroqApp {

        @Override
        public void ask() {
            assertThat(model.chat("How warm is it in Bogotá?")).isNotBlank();
        }

        @Override
        public void stream() {
            Whole answer = new Whole();
            streaming.chat("How warm is it in Bogotá?", answer);
            assertThat(answer.join().tokenUsage()).isNotNull();
        }

        @Override
        public void leave() {
            CompletableFuture<String> left = new CompletableFuture<>();
            streaming.chat("How warm is it in Bogotá?", new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                    context.streamingHandle().cancel();
                    left.complete(piece.text());
                }

                @Override
                public void onCompleteResponse(ChatResponse response) {}

                @Override
                public void onError(Throwable failure) {
                    left.completeExceptionally(failure);
                }
            });
            assertThat(left.join()).isNotEmpty();
        }

        @Override
        public void useTool() {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .tools(new Weather())
                    .build();
            assertThat(assistant.chat("How warm is it in Bogotá?")).isNotBlank();
        }
    }
}
