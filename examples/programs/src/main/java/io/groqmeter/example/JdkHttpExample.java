package io.groqmeter.example;

import io.groqmeter.UsageMeter;
import io.groqmeter.jdkhttp.MeteringHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

/** The HTTP client of the JDK, with books in memory. */
public final class JdkHttpExample {

    private JdkHttpExample() {}

    public static void main(String[] args) throws Exception {
        try (Groq groq = Groq.of(System.getenv("GROQ_API_KEY"));
                UsageMeter meter = UsageMeter.builder().build()) {
            run(groq, meter);
            Printed.summary(meter);
        }
    }

    static void run(Groq groq, UsageMeter meter) throws Exception {
        HttpClient client = new MeteringHttpClient(meter, HttpClient.newHttpClient());
        client.send(request(groq, false), BodyHandlers.ofString());
        HttpResponse<Stream<String>> answer =
                client.sendAsync(request(groq, true), BodyHandlers.ofLines()).join();
        // Closed, the stream gives up what it has not read, and the call settles; left open, both would wait for ever.
        try (Stream<String> lines = answer.body()) {
            lines.filter(line -> line.startsWith("data: {")).limit(3).forEach(System.out::println);
        }
    }

    private static HttpRequest request(Groq groq, boolean stream) {
        String body = "{\"model\":\"" + groq.model() + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"What does a meter count?\"}]}";
        return HttpRequest.newBuilder(URI.create(groq.baseUrl() + "/chat/completions"))
                .header("Authorization", "Bearer " + groq.key())
                .header("Content-Type", "application/json")
                .header("x-groqmeter-user", "ana")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
