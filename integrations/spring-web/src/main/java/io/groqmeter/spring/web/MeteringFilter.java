package io.groqmeter.spring.web;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.integration.AttributionHeaders;
import io.groqmeter.integration.MeteredExchange;
import io.groqmeter.integration.RequestHead;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Meters the calls to Groq of a {@code WebClient}; other calls pass unchanged.
 *
 * <p>A call is attributed by the scope of the subscribing thread ({@link UsageMeter#attribute}) and its {@code x-groqmeter-*}
 * headers, which are removed. The event loop never waits for the store: a request waits on Reactor's bounded elastic threads until
 * it is on disk as open. Forms are read while they are sent, other bodies before.
 */
public final class MeteringFilter implements ExchangeFilterFunction {

    private static final String CARRIED = MeteredExchange.class.getName();

    private final UsageMeter meter;

    public MeteringFilter(UsageMeter meter) {
        this.meter = meter;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.defer(() -> {
            MeteredExchange exchange = begin(request);
            return exchange.metered() ? metered(request, next, exchange) : next.exchange(request);
        });
    }

    /** Set by a filter in front of this one that counts the call. */
    private MeteredExchange begin(ClientRequest request) {
        CallContext.Scope carrying = request.attribute(CARRIED)
                .filter(MeteredExchange.class::isInstance)
                .map(outer -> ((MeteredExchange) outer).carry())
                .orElse(() -> {});
        try {
            RequestHead head = new RequestHead(
                    request.method().name(),
                    request.url(),
                    request.headers().getFirst(HttpHeaders.CONTENT_TYPE),
                    MeteringInterceptor.values(request.headers()));
            return MeteredExchange.begin(meter, head, AttributionHeaders.read(request.headers()::getFirst));
        } finally {
            carrying.close();
        }
    }

    private static Mono<ClientResponse> metered(
            ClientRequest request, ExchangeFunction next, MeteredExchange exchange) {
        ClientRequest shown = ClientRequest.from(request)
                .attribute(CARRIED, exchange)
                .headers(MeteringInterceptor::takeOurs)
                .body((output, context) -> request.body().insert(new Shown(output, exchange), context))
                .build();
        return next.exchange(shown)
                .doOnError(exchange::fail)
                .doOnCancel(exchange::cancel)
                .map(response -> shown(response, exchange));
    }

    private static ClientResponse shown(ClientResponse response, MeteredExchange exchange) {
        exchange.answer(
                response.statusCode().value(),
                response.headers().asHttpHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
        return response.mutate()
                .body(body -> body.doOnNext(piece -> show(piece, exchange::body))
                        .doOnComplete(exchange::end)
                        .doOnError(exchange::fail)
                        .doOnCancel(exchange::cancel))
                .build();
    }

    private static void show(DataBuffer piece, Consumer<ByteBuffer> reader) {
        try (DataBuffer.ByteBufferIterator parts = piece.readableByteBuffers()) {
            parts.forEachRemaining(reader);
        }
    }

    /** An outgoing request: admitted before its first byte. */
    private static final class Shown extends ClientHttpRequestDecorator {

        private final MeteredExchange exchange;

        Shown(ClientHttpRequest request, MeteredExchange exchange) {
            super(request);
            this.exchange = exchange;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            if (isForm()) {
                return admitted()
                        .then(super.writeWith(Flux.from(body).doOnNext(piece -> show(piece, exchange::request))));
            }
            return DataBufferUtils.join(body)
                    .doOnNext(buffer -> show(buffer, exchange::request))
                    .flatMap(buffer -> admitted().then(super.writeWith(Mono.just(buffer))));
        }

        private boolean isForm() {
            String type = getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
            return type != null && type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return admitted().then(super.writeAndFlushWith(Flux.from(body).map(part -> Flux.from(part)
                    .doOnNext(piece -> show(piece, exchange::request)))));
        }

        @Override
        public Mono<Void> setComplete() {
            return admitted().then(super.setComplete());
        }

        /** What follows runs on the same thread: a JDK client below learns there that the call is counted. */
        private Mono<Void> admitted() {
            return Mono.<Void>create(admitted -> {
                        exchange.send();
                        CallContext.Scope carrying = exchange.carry();
                        try {
                            admitted.success();
                        } finally {
                            carrying.close();
                        }
                    })
                    .subscribeOn(Schedulers.boundedElastic());
        }
    }
}
