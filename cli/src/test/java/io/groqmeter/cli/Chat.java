package io.groqmeter.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A caller's chats. */
public final class Chat {

    public static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Chat() {}

    /** One whose answer comes as a whole. */
    public static HttpResponse<String> whole(String gateway) throws IOException, InterruptedException {
        return HTTP.send(request(gateway, ""), BodyHandlers.ofString());
    }

    /** One whose answer comes as a stream. */
    static HttpResponse<String> streamed(String gateway) throws IOException, InterruptedException {
        return HTTP.send(request(gateway, "\"stream\":true,"), BodyHandlers.ofString());
    }

    private static HttpRequest request(String gateway, String more) {
        String body = "{" + more
                + "\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}";
        return HttpRequest.newBuilder(URI.create(gateway + "/openai/v1/chat/completions"))
                .header("authorization", "Bearer gsk_test")
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
