package com.example.shop;

import com.sun.net.httpserver.HttpServer;
import io.groqmeter.UsageMeter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Asks, by the clients that Spring Boot builds, something that answers as Groq does, and prints what it cost. */
@SpringBootApplication
public class SpringShop {

    private static final String QUESTION = "{\"model\":\"llama-3.3-70b-versatile\"}";
    private static final String ANSWER = "{\"id\":\"chatcmpl-1\",\"model\":\"llama-3.3-70b-versatile\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}}";

    public static void main(String[] args) throws Exception {
        HttpServer groq = groq();
        String url = "http://127.0.0.1:" + groq.getAddress().getPort() + "/openai/v1/chat/completions";
        SpringApplication application = new SpringApplication(SpringShop.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(args)) {
            context.getBean(RestClient.Builder.class)
                    .build()
                    .post()
                    .uri(url)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(QUESTION)
                    .retrieve()
                    .body(String.class);
            context.getBean(WebClient.Builder.class)
                    .build()
                    .post()
                    .uri(url)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(QUESTION)
                    .retrieve()
                    .bodyToMono(String.class)
                    .block();
            UsageMeter meter = context.getBean(UsageMeter.class);
            meter.flush();
            var total = meter.summaries().total();
            System.out.println(total.totalRequests() + " calls, " + total.totalInputTokens() + " + "
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
