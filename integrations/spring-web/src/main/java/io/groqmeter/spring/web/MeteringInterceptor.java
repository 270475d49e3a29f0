package io.groqmeter.spring.web;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.integration.AttributionHeaders;
import io.groqmeter.integration.MeteredExchange;
import io.groqmeter.integration.RequestHead;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Meters the calls to Groq of a {@code RestClient} or {@code RestTemplate}; other calls pass unchanged.
 *
 * <p>An answer passes as it comes, and is settled at {@code [DONE]}, at its end, or when it is closed. A call is attributed by the
 * calling thread's scope ({@link UsageMeter#attribute}) and its {@code x-groqmeter-*} headers, which are removed.
 */
public final class MeteringInterceptor implements ClientHttpRequestInterceptor {

    private final UsageMeter meter;

    public MeteringInterceptor(UsageMeter meter) {
        this.meter = meter;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        HttpHeaders headers = request.getHeaders();
        RequestHead head = new RequestHead(
                request.getMethod().name(),
                request.getURI(),
                headers.getFirst(HttpHeaders.CONTENT_TYPE),
                values(headers));
        MeteredExchange exchange = MeteredExchange.begin(meter, head, AttributionHeaders.read(headers::getFirst));
        if (!exchange.metered()) {
            return execution.execute(request, body);
        }
        takeOurs(headers);
        exchange.request(ByteBuffer.wrap(body));
        exchange.send();
        CallContext.Scope carrying = exchange.carry();
        try {
            ClientHttpResponse response = execution.execute(request, body);
            exchange.answer(
                    response.getStatusCode().value(), response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
            return new Shown(response, exchange);
        } catch (IOException | RuntimeException | Error e) {
            exchange.fail(e);
            throw e;
        } finally {
            carrying.close();
        }
    }

    /** Removes groqmeter's headers. Uses methods that Spring 6 has as well: its {@code remove} has another signature. */
    static void takeOurs(HttpHeaders headers) {
        Map<String, List<String>> others = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            if (!AttributionHeaders.isOurs(name)) {
                others.put(name, values);
            }
        });
        if (others.size() < headers.size()) {
            headers.clear();
            others.forEach(headers::addAll);
        }
    }

    /** The values of all headers. */
    static Iterable<String> values(HttpHeaders headers) {
        return () -> headers.headerSet().stream()
                .flatMap(header -> header.getValue().stream())
                .iterator();
    }

    /** An answer whose body the meter reads as it is read. */
    private static final class Shown implements ClientHttpResponse {

        private final ClientHttpResponse response;
        private final MeteredExchange exchange;
        private @Nullable InputStream body;

        Shown(ClientHttpResponse response, MeteredExchange exchange) {
            this.response = response;
            this.exchange = exchange;
        }

        @Override
        public HttpStatusCode getStatusCode() throws IOException {
            return response.getStatusCode();
        }

        @Override
        public String getStatusText() throws IOException {
            return response.getStatusText();
        }

        @Override
        public HttpHeaders getHeaders() {
            return response.getHeaders();
        }

        @Override
        public InputStream getBody() throws IOException {
            InputStream shown = body;
            if (shown == null) {
                shown = new ShownStream(response.getBody(), exchange);
                body = shown;
            }
            return shown;
        }

        @Override
        public void close() {
            exchange.cancel();
            response.close();
        }
    }

    /** A body's bytes, read by the meter as they are read. */
    private static final class ShownStream extends FilterInputStream {

        private final MeteredExchange exchange;

        ShownStream(InputStream in, MeteredExchange exchange) {
            super(in);
            this.exchange = exchange;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                int read = super.read(bytes, from, length);
                if (read < 0) {
                    exchange.end();
                } else {
                    exchange.body(ByteBuffer.wrap(bytes, from, read));
                }
                return read;
            } catch (IOException e) {
                exchange.fail(e);
                throw e;
            }
        }

        /** Skipped bytes are read all the same. */
        @Override
        public long skip(long count) throws IOException {
            return Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() throws IOException {
            exchange.cancel();
            super.close();
        }
    }
}
