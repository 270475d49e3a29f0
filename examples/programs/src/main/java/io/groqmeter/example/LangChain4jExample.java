package io.groqmeter.example;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import io.groqmeter.UsageMeter;
import io.groqmeter.langchain4j.AttributionListener;
import io.groqmeter.langchain4j.MeteringHttpClientBuilder;
import io.groqmeter.usage.Attribution;
import java.nio.file.Files;
import java.util.List;

/** An assistant of LangChain4j that uses a tool, with its books in JSON files. */
public final class LangChain4jExample {

    private LangChain4jExample() {}

    /** What the assistant is asked. */
    interface Assistant {
        String chat(String question);
    }

    /** What the assistant may use. */
    static final class Weather {

        @Tool("The warmth in a city")
        String warmth(@P("the city") String city) {
            return "19 degrees in " + city;
        }
    }

    public static void main(String[] args) throws Exception {
        try (Groq groq = Groq.of(System.getenv("GROQ_API_KEY"));
                UsageMeter meter = UsageMeter.builder()
                        .jsonFiles(Files.createTempDirectory("groqmeter-example"))
                        .build()) {
            run(groq, meter);
            Printed.summary(meter);
        }
    }

    static void run(Groq groq, UsageMeter meter) {
        AttributionListener listener = new AttributionListener(Attribution.project("assistant"));
        ChatModel model = OpenAiChatModel.builder()
                .baseUrl(groq.baseUrl())
                .apiKey(groq.key())
                .modelName(groq.model())
                .httpClientBuilder(new MeteringHttpClientBuilder(meter, new JdkHttpClientBuilder(), listener))
                .listeners(List.of(listener))
                .build();
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model)
                .tools(new Weather())
                .build();
        System.out.println(assistant.chat("How warm is it in Bogotá?"));
    }
}
