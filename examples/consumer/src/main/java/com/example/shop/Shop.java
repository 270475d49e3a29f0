package com.example.shop;

import com.sun.net.httpserver.HttpServer;
import io.groqmeter.UsageMeter;
import io.groqmeter.jdkhttp.MeteringHttpClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Asks something that answers as Groq does, and prints what it cost. */
public final class Shop {

    private static final String ANSWER = "{\"id\":\"chatcmpl-1\",\"model\":\"llama-3.3-70b-versatile\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}";

    private Shop() {}

    public static void main(String[] args) throws Exception {
        HttpServer groq = groq();
        try (UsageMeter meter = UsageMeter.builder().build()) {
            HttpClient client = new MeteringHttpClient(meter, HttpClient.newHttpClient());
            client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + groq.getAddress().getPort()
                                    + "/openai/v1/chat/completions"))
                            .POST(BodyPublishers.ofString("{\"model\":\"llama-3.3-70b-versatile\"}"))
                            .build(),
                    BodyHandlers.ofString());
            meter.flush();
            var total = meter.summaries().total();
            System.out.println(total.totalRequests() + " call, " + total.totalInputTokens() + " + "
                    + total.totalOutputTokens() + " tokens, $" + total.totalCostUsd().toPlainString());
        } finally {
            groq.stop(0);
        }
    }

    private static HttpServer groq() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
