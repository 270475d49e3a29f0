package io.groqmeter.jdkhttp;

import io.groqmeter.integration.MeteredExchange;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An answer's body on its way to the caller's subscriber, read by the meter as it passes. */
final class MeteredAnswer<T> implements BodySubscriber<T> {

    private final BodySubscriber<T> subscriber;
    private final MeteredExchange exchange;

    private MeteredAnswer(BodySubscriber<T> subscriber, MeteredExchange exchange) {
        this.subscriber = subscriber;
        this.exchange = exchange;
    }

    /** Combines the handler's result with the meter's actions. */
    static <T> BodyHandler<T> handler(BodyHandler<T> handler, MeteredExchange exchange) {
        return head -> {
            exchange.answer(
                    head.statusCode(), head.headers().firstValue("Content-Type").orElse(null));
            return new MeteredAnswer<>(handler.apply(head), exchange);
        };
    }

    @Override
    public CompletionStage<T> getBody() {
        return subscriber.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long pieces) {
                subscription.request(pieces);
            }

            /** Called when a caller closes early; nothing follows. */
            @Override
            public void cancel() {
                exchange.cancel();
                subscription.cancel();
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        for (ByteBuffer piece : pieces) {
            exchange.body(piece.duplicate());
        }
        subscriber.onNext(pieces);
    }

    @Override
    public void onError(Throwable failure) {
        exchange.fail(failure);
        subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
        exchange.end();
        subscriber.onComplete();
    }
}
