package io.groqmeter.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.integration.AttributionHeaders;
import io.groqmeter.testkit.GroqApp;
import io.groqmeter.testkit.MeteringContract;
import io.groqmeter.usage.Attribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Spring AI 2 in a Spring Boot application that does nothing but have the module on its class path. */
class SpringAiTest extends MeteringContract {

    @Override
    protected GroqApp app(UsageMeter meter, String baseUrl, Map<String, String> headers) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.ai.openai.base-url=" + baseUrl,
                "--spring.ai.openai.api-key=gsk_test",
                "--spring.ai.openai.chat.model=" + MODEL,
                "--spring.main.lazy-initialization=true",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn"));
        headers.forEach(
                (name, value) -> arguments.add("--spring.ai.openai.chat.custom-headers[" + name + "]=" + value));
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> context.getBeanFactory().registerSingleton("usageMeter", meter));
        return new App(application.run(arguments.toArray(String[]::new)));
    }

    /** Spring AI asks for streams on threads of OkHttp's dispatcher. */
    @Override
    protected boolean streamsOnTheCallersThread() {
        return false;
    }

    @Test
    void a_stream_is_for_those_the_scope_names_when_its_options_say_so() throws Exception {
        CallContext.Scope scope = meter().attribute(Attribution.project("night"));
        try (App app = (App) app(Map.of())) {
            OpenAiChatOptions options = OpenAiChatOptions.builder()
                    .model(MODEL)
                    .customHeaders(AttributionHeaders.of(meter().context().attribution()))
                    .build();
            assertThat(app.model().stream(new Prompt("How warm is it in Bogotá?", options))
                            .collectList()
                            .block())
                    .isNotEmpty();
        } finally {
            scope.close();
        }
        assertBooksAgree(1);
        assertThat(records().get(0).attribution().project()).isEqualTo("night");
    }

    @Configuration
    @EnableAutoConfiguration
    static class Application {}

    static final class Weather {

        @Tool(description = "The warmth in a city")
        String warmth(String city) {
            return "19 degrees in " + city;
        }
    }

    private record App(ConfigurableApplicationContext context) implements GroqApp {

        private ChatModel model() {
            return context.getBean(ChatModel.class);
        }

        @Override
        public void ask() {
            assertThat(model().call("How warm is it in Bogotá?")).isNotBlank();
        }

        @Override
        public void stream() {
            assertThat(model().stream(new Prompt("How warm is it in Bogotá?"))
                            .collectList()
                            .block())
                    .isNotEmpty();
        }

        @Override
        public void leave() {
            ChatResponse first = model().stream(new Prompt("How warm is it in Bogotá?"))
                    .filter(piece -> piece.getResult() != null
                            && piece.getResult().getOutput().getText() != null
                            && !piece.getResult().getOutput().getText().isEmpty())
                    .blockFirst();
            assertThat(first).isNotNull();
        }

        @Override
        public void useTool() {
            assertThat(ChatClient.create(model())
                            .prompt("How warm is it in Bogotá?")
                            .tools(new Weather())
                            .call()
                            .content())
                    .isNotBlank();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
