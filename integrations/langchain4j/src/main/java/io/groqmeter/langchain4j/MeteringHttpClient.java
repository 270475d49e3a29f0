package io.groqmeter.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.http.client.FormDataFile;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.CallRefusedException;
import io.groqmeter.integration.AttributionHeaders;
import io.groqmeter.integration.MeteredExchange;
import io.groqmeter.integration.RequestHead;
import io.groqmeter.usage.Attribution;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Meters the calls to Groq of another client. LangChain4j's bodies are whole texts and parsed events; the meter sees them as bytes. */
final class MeteringHttpClient implements HttpClient {

    private static final String BOUNDARY = "groqmeter";

    private final UsageMeter meter;
    private final HttpClient client;
    private final Supplier<Attribution> attribution;

    MeteringHttpClient(UsageMeter meter, HttpClient client, Supplier<Attribution> attribution) {
        this.meter = meter;
        this.client = client;
        this.attribution = attribution;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        MeteredExchange exchange = begin(request);
        if (!exchange.metered()) {
            return client.execute(request);
        }
        try {
            exchange.send();
        } catch (CallRefusedException e) {
            throw refused(e);
        }
        CallContext.Scope carrying = exchange.carry();
        try {
            SuccessfulHttpResponse answer = client.execute(sent(request, exchange));
            exchange.answer(answer.statusCode(), header(answer.headers(), "content-type"));
            byte[] answerBytes = answer.bodyBytes();
            exchange.body(answerBytes == null ? bytes(String.valueOf(answer.body())) : ByteBuffer.wrap(answerBytes));
            exchange.end();
            return answer;
        } catch (RuntimeException | Error e) {
            failed(exchange, e);
            throw e;
        } finally {
            carrying.close();
        }
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        MeteredExchange exchange = begin(request);
        if (!exchange.metered()) {
            client.execute(request, parser, listener);
            return;
        }
        try {
            exchange.send();
        } catch (CallRefusedException e) {
            listener.onError(refused(e));
            return;
        }
        CallContext.Scope carrying = exchange.carry();
        try {
            client.execute(sent(request, exchange), parser, new Shown(exchange, listener));
        } catch (RuntimeException | Error e) {
            failed(exchange, e);
            throw e;
        } finally {
            carrying.close();
        }
    }

    private MeteredExchange begin(HttpRequest request) {
        boolean form =
                !request.formDataFields().isEmpty() || !request.formDataFiles().isEmpty();
        RequestHead head = new RequestHead(
                request.method().name(),
                URI.create(request.url()),
                form ? "multipart/form-data; boundary=" + BOUNDARY : header(request.headers(), "content-type"),
                () -> request.headers().values().stream().flatMap(List::stream).iterator());
        MeteredExchange exchange = MeteredExchange.begin(
                meter, head, attribution.get().and(AttributionHeaders.read(name -> header(request.headers(), name))));
        if (exchange.metered()) {
            if (form) {
                showForm(request, exchange);
            } else if (request.body() != null) {
                exchange.request(bytes(request.body()));
            }
        }
        return exchange;
    }

    /** Formats a form as the wrapped client will. */
    private static void showForm(HttpRequest request, MeteredExchange exchange) {
        request.formDataFields()
                .forEach((name, value) -> exchange.request(bytes(part(name, "") + "\r\n\r\n" + value + "\r\n")));
        for (Map.Entry<String, FormDataFile> file : request.formDataFiles().entrySet()) {
            FormDataFile sent = file.getValue();
            exchange.request(bytes(part(file.getKey(), "; filename=\"" + sent.fileName() + "\"") + "\r\n\r\n"));
            exchange.request(ByteBuffer.wrap(sent.content()));
            exchange.request(bytes("\r\n"));
        }
        exchange.request(bytes("--" + BOUNDARY + "--\r\n"));
    }

    private static String part(String name, String more) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more;
    }

    /**
     * Without groqmeter's headers; the others are marked, because clients such as the one over Spring's {@code RestClient} request
     * a stream on a thread of their own.
     */
    private static HttpRequest sent(HttpRequest request, MeteredExchange exchange) {
        Map<String, List<String>> headers = request.headers().entrySet().stream()
                .filter(header -> !AttributionHeaders.isOurs(header.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        header -> header.getValue().stream().map(exchange::mark).toList()));
        return HttpRequest.builder()
                .method(request.method())
                .url(request.url())
                .headers(headers)
                .formDataFields(request.formDataFields())
                .formDataFiles(request.formDataFiles())
                .body(request.body())
                .build();
    }

    private static @Nullable String header(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .orElse(null);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    /** LangChain4j retries everything else. */
    private static NonRetriableException refused(CallRefusedException refusal) {
        return new NonRetriableException(refusal.getMessage(), refusal);
    }

    /** An error status arrives as an exception. */
    private static void failed(MeteredExchange exchange, Throwable failure) {
        if (failure instanceof HttpException refused) {
            exchange.answer(refused.statusCode(), null);
        } else {
            exchange.fail(failure);
        }
    }

    /** A listener's events, read by the meter first. */
    private record Shown(MeteredExchange exchange, ServerSentEventListener listener)
            implements ServerSentEventListener {

        @Override
        public void onOpen(SuccessfulHttpResponse head) {
            exchange.answer(head.statusCode(), "text/event-stream");
            listener.onOpen(head);
        }

        @Override
        public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
            show(event);
            listener.onEvent(event, context);
            if (context.parsingHandle().isCancelled()) {
                exchange.cancel();
            }
        }

        @Override
        public void onEvent(ServerSentEvent event) {
            show(event);
            listener.onEvent(event);
        }

        private void show(ServerSentEvent event) {
            String name = event.event() == null ? "" : "event: " + event.event() + "\n";
            exchange.body(bytes(name + "data: " + event.data().replace("\n", "\ndata: ") + "\n\n"));
        }

        @Override
        public void onError(Throwable failure) {
            failed(exchange, failure);
            listener.onError(failure);
        }

        @Override
        public void onClose() {
            exchange.end();
            listener.onClose();
        }
    }
}
