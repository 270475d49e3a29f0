package io.groqmeter.jdkhttp;

import io.groqmeter.integration.MeteredExchange;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A request's body, read by the meter. */
final class MeteredRequest {

    private MeteredRequest() {}

    /** Reads a small body ahead. The JDK's own publishers deliver before they return; others may take time. */
    static CompletableFuture<byte[]> read(BodyPublisher body, MeteredExchange exchange) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer piece) {
                exchange.request(piece.duplicate());
                byte[] copy = new byte[piece.remaining()];
                piece.get(copy);
                bytes.writeBytes(copy);
            }

            @Override
            public void onError(Throwable failure) {
                result.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                result.complete(bytes.toByteArray());
            }
        });
        return result;
    }

    /** The body, read while it is sent. */
    static BodyPublisher sending(BodyPublisher body, MeteredExchange exchange) {
        return new BodyPublisher() {
            @Override
            public long contentLength() {
                return body.contentLength();
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                body.subscribe(showing(subscriber, exchange));
            }
        };
    }

    private static Flow.Subscriber<ByteBuffer> showing(
            Flow.Subscriber<? super ByteBuffer> subscriber, MeteredExchange exchange) {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer piece) {
                exchange.request(piece.duplicate());
                subscriber.onNext(piece);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        };
    }
}
