package io.groqmeter.gateway.proxy;

import io.groqmeter.Admission;
import io.groqmeter.budget.Refusal;
import io.groqmeter.exchange.CallMeter;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Relays a request from the client to Groq on one connection: first what was held back, then pieces as they come. When the call was
 * opened before its body was complete, the end of the body waits until the open call on disk has the final worst case.
 */
final class RequestRelay {

    private enum Step {
        /** Pieces are forwarded as they come. */
        SENDING,
        /** All but the end is out, and the open call on disk is being amended. */
        AMENDING,
        /** All of it is out. */
        SENT,
        /** Nothing more is sent. */
        STOPPED
    }

    private final RequestBody body;
    private final CallMeter call;
    private final Client client;
    private final UpstreamConnection connection;
    private final InactivityTimer idleTimer;
    private final ProxyOptions options;
    private final Consumer<ApiError> onRefused;
    private Step step = Step.SENDING;
    private @Nullable ChannelFuture headWritten;
    private @Nullable ChannelFuture endWritten;
    private boolean replayable;

    /** @param onRefused called when the end of the body reveals what a key or budget does not permit; that end is not sent */
    RequestRelay(
            RequestBody body,
            CallMeter call,
            Client client,
            UpstreamConnection connection,
            InactivityTimer idleTimer,
            ProxyOptions options,
            Consumer<ApiError> onRefused) {
        this.body = body;
        this.call = call;
        this.client = client;
        this.connection = connection;
        this.idleTimer = idleTimer;
        this.options = options;
        this.onRefused = onRefused;
    }

    /** Sends the head and the held part of the body. */
    void begin(HttpRequest head, boolean fresh) {
        headWritten = connection.head(head);
        // A pooled connection may be stale: until the head is out, keep what a retry needs.
        replayable = !fresh;
        if (replayable) {
            headWritten.addListener(done -> {
                if (done.isSuccess()) {
                    body.release();
                }
            });
        }
        for (HttpContent content : body.held()) {
            send(content.retainedDuplicate());
        }
        if (!replayable) {
            body.release();
        }
        flush();
    }

    /** The next piece from the client. */
    void content(HttpContent content) {
        if (step != Step.SENDING) {
            content.release();
            return;
        }
        body.read(content);
        idleTimer.touch();
        replayable = false;
        send(content);
        flush();
    }

    private void send(HttpContent content) {
        if (!(content instanceof LastHttpContent last)) {
            connection.content(content);
        } else if (body.needsAmending()) {
            ApiError refusal = body.refusal(call);
            if (refusal != null) {
                last.release();
                onRefused.accept(refusal);
                return;
            }
            step = Step.AMENDING;
            LoopWait.await(call.amend(body.summary()), client.loop(), admission -> decided(admission, last));
        } else {
            sendEnd(last);
        }
    }

    private void decided(Admission admission, LastHttpContent last) {
        if (step != Step.AMENDING) {
            last.release();
        } else if (admission instanceof Admission.Admitted admitted) {
            call.admitted(admitted);
            LoopWait.await(admitted.onDisk(), options.storeTime(), client.loop(), () -> amended(admitted, last));
        } else {
            last.release();
            onRefused.accept(ErrorAnswer.refused(((Admission.Refused) admission).refusal()));
        }
    }

    private void amended(Admission.Admitted admitted, LastHttpContent last) {
        if (step != Step.AMENDING) {
            last.release();
            return;
        }
        if (admitted.lost()) {
            last.release();
            onRefused.accept(ErrorAnswer.refused(Refusal.notOnDisk()));
            return;
        }
        idleTimer.touch();
        sendEnd(last);
        flush();
    }

    private void sendEnd(LastHttpContent last) {
        step = Step.SENT;
        HopByHop.stripTrailers(last.trailingHeaders());
        endWritten = connection.end(last);
    }

    /** Flushes, and reads more when there is room for it. After the end, reading shows whether the client is still there. */
    private void flush() {
        connection.flush();
        client.read(step != Step.SENDING || connection.isWritable());
    }

    void writabilityChanged() {
        if (step == Step.SENDING) {
            client.read(connection.isWritable());
        }
    }

    /** Whether all of it has left this process. Before that, Groq cannot have worked on it. */
    boolean isSent() {
        return endWritten != null && endWritten.isSuccess();
    }

    /** Whether Groq has received nothing, and everything can be sent again. */
    boolean replayable() {
        return replayable && (headWritten == null || !headWritten.isSuccess());
    }

    /** Whether the client is the slow side. */
    boolean isBlockedByClient() {
        return step == Step.SENDING && connection.isWritable();
    }

    void stop() {
        step = Step.STOPPED;
    }
}
