package io.groqmeter.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.integration.AttributionHeaders;
import io.groqmeter.testkit.GroqApp;
import io.groqmeter.testkit.MeteringContract;
import io.groqmeter.usage.Attribution;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The official OpenAI SDK for Java, spoken to Groq. */
class OpenAiSdkTest extends MeteringContract {

    @Override
    protected GroqApp app(UsageMeter meter, String baseUrl, Map<String, String> headers) {
        OpenAIOkHttpClient.Builder client = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey("gsk_test")
                .addInterceptor(new MeteringInterceptor(meter));
        headers.forEach(client::putHeader);
        return new App(client.build());
    }

    @Test
    void an_asynchronous_call_is_for_those_the_scope_names_when_its_headers_say_so() throws Exception {
        CallContext.Scope scope = meter().attribute(Attribution.project("night"));
        try (App app = (App) app(Map.of())) {
            ChatCompletionCreateParams.Builder question = App.question();
            AttributionHeaders.of(meter().context().attribution()).forEach(question::putAdditionalHeader);
            CompletableFuture<ChatCompletion> answer =
                    app.client().async().chat().completions().create(question.build());
            assertThat(answer.get().usage()).isPresent();
        } finally {
            scope.close();
        }
        assertBooksAgree(1);
        assertThat(records().get(0).attribution().project()).isEqualTo("night");
    }

    @Test
    void an_asynchronous_call_that_a_budget_refuses_is_not_tried_again() {
        List<String> asked = new ArrayList<>();
        try (UsageMeter frugal = UsageMeter.builder()
                .budgets(Budget.hard("all", "0", BudgetPeriod.MONTH))
                .build()) {
            OpenAIClient client = OpenAIOkHttpClient.builder()
                    .baseUrl(groq().baseUrl() + "/openai/v1")
                    .apiKey("gsk_test")
                    .addInterceptor(chain -> {
                        asked.add(chain.request().method());
                        return chain.proceed(chain.request());
                    })
                    .addInterceptor(new MeteringInterceptor(frugal))
                    .build();
            CompletableFuture<ChatCompletion> answer =
                    client.async().chat().completions().create(App.question().build());
            assertThatThrownBy(answer::get).hasMessageContaining("402").hasMessageContaining("hard budget of all");
            client.close();
        }
        assertThat(asked).hasSize(1);
        assertThat(groq().requests(10)).isEmpty();
    }

    private record App(OpenAIClient client) implements GroqApp {

        static ChatCompletionCreateParams.Builder question() {
            return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage("How warm is it in Bogotá?");
        }

        @Override
        public void ask() {
            assertThat(client.chat().completions().create(question().build()).usage())
                    .isPresent();
        }

        @Override
        public void stream() {
            try (StreamResponse<ChatCompletionChunk> answer =
                    client.chat().completions().createStreaming(question().build())) {
                assertThat(answer.stream().count()).isPositive();
            }
        }

        @Override
        public void leave() {
            try (StreamResponse<ChatCompletionChunk> answer =
                    client.chat().completions().createStreaming(question().build())) {
                Iterator<ChatCompletionChunk> chunks = answer.stream().iterator();
                String said = "";
                while (said.isEmpty()) {
                    said = chunks.next().choices().get(0).delta().content().orElse("");
                }
            }
        }

        @Override
        public void useTool() {
            ChatCompletionCreateParams.Builder asked = question()
                    .addTool(ChatCompletionFunctionTool.builder()
                            .function(FunctionDefinition.builder()
                                    .name("warmth")
                                    .parameters(FunctionParameters.builder()
                                            .putAdditionalProperty("type", JsonValue.from("object"))
                                            .putAdditionalProperty(
                                                    "properties",
                                                    JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                            .build())
                                    .build())
                            .build());
            ChatCompletionMessage first = client.chat()
                    .completions()
                    .create(asked.build())
                    .choices()
                    .get(0)
                    .message();
            String call = first.toolCalls().orElseThrow().get(0).asFunction().id();
            ChatCompletion second = client.chat()
                    .completions()
                    .create(asked.addMessage(first)
                            .addMessage(ChatCompletionToolMessageParam.builder()
                                    .toolCallId(call)
                                    .content("19 degrees")
                                    .build())
                            .build());
            assertThat(second.choices().get(0).message().content()).isPresent();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
