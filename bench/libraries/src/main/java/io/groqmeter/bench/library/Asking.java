package io.groqmeter.bench.library;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import io.groqmeter.UsageMeter;
import io.groqmeter.jdkhttp.MeteringHttpClient;
import io.groqmeter.langchain4j.MeteringHttpClientBuilder;
import io.groqmeter.spring.web.MeteringFilter;
import io.groqmeter.spring.web.MeteringInterceptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** One chat call by one framework's client, its answer read to the end. */
interface Asking {

    String JSON = "application/json";

    /** @return the answer's body, for nobody may say it was not read */
    Object ask() throws IOException, InterruptedException;

    /**
     * A client of that name.
     *
     * @param meter null for the bare client
     */
    static Asking by(String client, URI address, String body, @Nullable UsageMeter meter) {
        return switch (client) {
            case "okhttp" -> okHttp(address, body, meter);
            case "jdk-http" -> jdk(address, body, meter);
            case "langchain4j" -> langChain4j(address, body, meter);
            case "RestClient" -> restClient(address, body, meter);
            case "WebClient" -> webClient(address, body, meter);
            default -> throw new IllegalArgumentException("there is no client '" + client + "'");
        };
    }

    private static Asking okHttp(URI address, String body, @Nullable UsageMeter meter) {
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        OkHttpClient client = meter == null
                ? builder.build()
                : builder.addInterceptor(new io.groqmeter.okhttp.MeteringInterceptor(meter))
                        .build();
        return () -> {
            Request request = new Request.Builder()
                    .url(address.toString())
                    .header("Authorization", "Bearer gsk_bench")
                    .post(RequestBody.create(body, MediaType.get(JSON)))
                    .build();
            try (Response answer = client.newCall(request).execute()) {
                return answer.body().string();
            }
        };
    }

    private static Asking jdk(URI address, String body, @Nullable UsageMeter meter) {
        HttpClient bare = plain();
        HttpClient client = meter == null ? bare : new MeteringHttpClient(meter, bare);
        return () -> {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Authorization", "Bearer gsk_bench")
                    .header("Content-Type", JSON)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        };
    }

    private static HttpClient plain() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static Asking langChain4j(URI address, String body, @Nullable UsageMeter meter) {
        HttpClientBuilder bare = new JdkHttpClientBuilder()
                .httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
        var client = (meter == null ? bare : new MeteringHttpClientBuilder(meter, bare)).build();
        return () -> client.execute(dev.langchain4j.http.client.HttpRequest.builder()
                        .method(HttpMethod.POST)
                        .url(address.toString())
                        .addHeader("Authorization", "Bearer gsk_bench")
                        .addHeader("Content-Type", JSON)
                        .body(body)
                        .build())
                .body();
    }

    private static Asking restClient(URI address, String body, @Nullable UsageMeter meter) {
        RestClient.Builder builder = RestClient.builder().requestFactory(new JdkClientHttpRequestFactory(plain()));
        RestClient client = meter == null
                ? builder.build()
                : builder.requestInterceptor(new MeteringInterceptor(meter)).build();
        return () -> String.valueOf(client.post()
                .uri(address)
                .header("Authorization", "Bearer gsk_bench")
                .header("Content-Type", JSON)
                .body(body)
                .retrieve()
                .body(String.class));
    }

    private static Asking webClient(URI address, String body, @Nullable UsageMeter meter) {
        WebClient.Builder builder = WebClient.builder().clientConnector(new JdkClientHttpConnector(plain()));
        WebClient client = meter == null
                ? builder.build()
                : builder.filter(new MeteringFilter(meter)).build();
        return () -> String.valueOf(client.post()
                .uri(address)
                .header("Authorization", "Bearer gsk_bench")
                .header("Content-Type", JSON)
                .bodyValue(body)
                .retrieve()
                .bodyToMono(String.class)
                .block());
    }
}
