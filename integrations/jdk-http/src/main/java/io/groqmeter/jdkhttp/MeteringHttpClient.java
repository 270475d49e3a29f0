package io.groqmeter.jdkhttp;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.CallRefusedException;
import io.groqmeter.integration.AttributionHeaders;
import io.groqmeter.integration.MeteredExchange;
import io.groqmeter.integration.RequestHead;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that wraps another and meters its calls to Groq; other calls pass unchanged.
 *
 * <p>Use it wherever a {@link HttpClient} is accepted. It works with every body handler: the meter reads answers as they pass. A
 * request body of at most {@link MeteredExchange#READ_AHEAD} bytes is read before it is sent, so that the request is known in
 * advance; a larger one, or one of unknown length, is read while it is sent.
 *
 * <p>A call is attributed by the calling thread's scope ({@link UsageMeter#attribute}) and by its {@code x-groqmeter-*} headers,
 * which are removed. The owner of the wrapped client closes it (JDK 21).
 */
public final class MeteringHttpClient extends HttpClient {

    private final UsageMeter meter;
    private final HttpClient client;

    /** @param client makes the calls */
    public MeteringHttpClient(UsageMeter meter, HttpClient client) {
        this.meter = meter;
        this.client = client;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        MeteredExchange exchange = begin(request);
        if (!exchange.metered()) {
            return client.send(request, handler);
        }
        HttpRequest metered = await(metered(request, exchange));
        exchange.send();
        CallContext.Scope scope = exchange.carry();
        try {
            return client.send(metered, MeteredAnswer.handler(handler, exchange));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            exchange.fail(e);
            throw e;
        } finally {
            scope.close();
        }
    }

    private static HttpRequest await(CompletableFuture<HttpRequest> request) throws IOException, InterruptedException {
        try {
            return request.get();
        } catch (ExecutionException e) {
            throw new IOException("the request's body could not be read", e.getCause());
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushed) {
        MeteredExchange exchange = begin(request);
        if (!exchange.metered()) {
            return client.sendAsync(request, handler, pushed);
        }
        CompletableFuture<HttpRequest> metered = metered(request, exchange);
        Function<HttpRequest, CompletableFuture<HttpResponse<T>>> send =
                ready -> carry(exchange, ready, handler, pushed);
        // Usually the caller gets the client's own future: cancelling it cancels the exchange.
        return metered.isDone() && !metered.isCompletedExceptionally()
                ? send.apply(metered.join())
                : metered.thenCompose(send);
    }

    private <T> CompletableFuture<HttpResponse<T>> carry(
            MeteredExchange exchange,
            HttpRequest request,
            BodyHandler<T> handler,
            @Nullable PushPromiseHandler<T> pushed) {
        try {
            exchange.send();
        } catch (CallRefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
        CallContext.Scope scope = exchange.carry();
        try {
            CompletableFuture<HttpResponse<T>> answer =
                    client.sendAsync(request, MeteredAnswer.handler(handler, exchange), pushed);
            answer.whenComplete((response, failure) -> {
                if (failure != null) {
                    exchange.fail(failure);
                }
            });
            return answer;
        } catch (RuntimeException | Error e) {
            exchange.fail(e);
            throw e;
        } finally {
            scope.close();
        }
    }

    private MeteredExchange begin(HttpRequest request) {
        HttpHeaders headers = request.headers();
        RequestHead head = new RequestHead(
                request.method(),
                request.uri(),
                headers.firstValue("Content-Type").orElse(null),
                () -> headers.map().values().stream().flatMap(List::stream).iterator());
        return MeteredExchange.begin(meter, head, AttributionHeaders.read(name -> headers.firstValue(name)
                .orElse(null)));
    }

    /** The request without groqmeter's headers; the meter reads its body now, or while it is sent. */
    private static CompletableFuture<HttpRequest> metered(HttpRequest request, MeteredExchange exchange) {
        Optional<BodyPublisher> body = request.bodyPublisher();
        if (body.isEmpty()) {
            return CompletableFuture.completedFuture(with(request, BodyPublishers.noBody()));
        }
        BodyPublisher publisher = body.get();
        long length = publisher.contentLength();
        return length < 0 || length > MeteredExchange.READ_AHEAD
                ? CompletableFuture.completedFuture(with(request, MeteredRequest.sending(publisher, exchange)))
                : MeteredRequest.read(publisher, exchange)
                        .thenApply(bytes -> with(request, BodyPublishers.ofByteArray(bytes)));
    }

    private static HttpRequest with(HttpRequest request, BodyPublisher body) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(request, (name, value) -> !AttributionHeaders.isOurs(name));
        return request.bodyPublisher().isEmpty()
                ? builder.build()
                : builder.method(request.method(), body).build();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return client.newWebSocketBuilder();
    }
}
