package io.groqmeter.example;

import static io.groqmeter.usage.Attribution.project;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.okhttp.MeteringInterceptor;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/** The official OpenAI SDK for Java, with its books in an SQLite file. */
public final class OpenAiSdkExample {

    private OpenAiSdkExample() {}

    public static void main(String[] args) throws Exception {
        Path file = Files.createTempDirectory("groqmeter-example").resolve("groqmeter.db");
        SqliteUsageStore books =
                SqliteUsageStore.open(file, new UsageCalendar(ZoneId.systemDefault()), Durability.PROCESS);
        try (Groq groq = Groq.of(System.getenv("GROQ_API_KEY"));
                UsageMeter meter = UsageMeter.builder().store(books).build()) {
            run(groq, meter);
            Printed.summary(meter);
        }
    }

    static void run(Groq groq, UsageMeter meter) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(groq.baseUrl())
                .apiKey(groq.key())
                .addInterceptor(new MeteringInterceptor(meter))
                .build();
        ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
                .model(groq.model())
                .addUserMessage("What does a meter count?")
                .build();

        client.chat().completions().create(question);

        CallContext.Scope scope = meter.attribute(project("newsletter"));
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(question)) {
            answer.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .forEach(System.out::print);
            System.out.println();
        } finally {
            scope.close();
        }
        client.close();
    }
}
