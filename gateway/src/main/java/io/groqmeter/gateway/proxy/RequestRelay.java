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
 * Brings a request from the client to Groq, over one connection: what was held back first, then what comes as it comes. When the
 * call was opened before its body was whole, the body's end waits until the open call on disk says what the whole of it can cost.
 */
final class RequestRelay {

    private enum Step {
        /** It goes out as it comes in. */
        SENDING,
        /** All but its end is out, and the open call on disk is being completed. */
        AMENDING,
        /** All of it is out. */
        SENT,
        /** No more of it goes out. */
        STOPPED
    }

    private final RequestBody body;
    private final CallMeter book;
    private final Client client;
    private final UpstreamConnection connection;
    private final InactivityTimer silence;
    private final ProxyOptions options;
    private final Consumer<ApiError> refused;
    private Step step = Step.SENDING;
    private @Nullable ChannelFuture headWritten;
    private @Nullable ChannelFuture endWritten;
    private boolean replayable;

    /** @param refused told when the body's end says what the caller's key or a budget does not allow; that end is not sent */
    RequestRelay(
            RequestBody body,
            CallMeter book,
            Client client,
            UpstreamConnection connection,
            InactivityTimer silence,
            ProxyOptions options,
            Consumer<ApiError> refused) {
        this.body = body;
        this.book = book;
        this.client = client;
        this.connection = connection;
        this.silence = silence;
        this.options = options;
        this.refused = refused;
    }

    /** Sends the head and what is held of the body. */
    void begin(HttpRequest head, boolean fresh) {
        headWritten = connection.head(head);
        // A kept connection may turn out to be dead: until the head is out, keep what is needed to try a new one.
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
        sent();
    }

    /** The next piece from the client. */
    void content(HttpContent content) {
        if (step != Step.SENDING) {
            content.release();
            return;
        }
        body.read(content);
        silence.heard();
        replayable = false;
        send(content);
        sent();
    }

    private void send(HttpContent content) {
        if (!(content instanceof LastHttpContent last)) {
            connection.content(content);
        } else if (body.tellsMore()) {
            ApiError refusal = body.refusal(book);
            if (refusal != null) {
                last.release();
                refused.accept(refusal);
                return;
            }
            step = Step.AMENDING;
            LoopWait.await(book.amend(body.ask()), client.loop(), admission -> told(admission, last));
        } else {
            sendEnd(last);
        }
    }

    private void told(Admission admission, LastHttpContent last) {
        if (step != Step.AMENDING) {
            last.release();
        } else if (admission instanceof Admission.Admitted admitted) {
            book.admitted(admitted);
            LoopWait.await(admitted.onDisk(), options.storeTime(), client.loop(), () -> amended(admitted, last));
        } else {
            last.release();
            refused.accept(ErrorAnswer.refused(((Admission.Refused) admission).refusal()));
        }
    }

    private void amended(Admission.Admitted admitted, LastHttpContent last) {
        if (step != Step.AMENDING) {
            last.release();
            return;
        }
        if (admitted.lost()) {
            last.release();
            refused.accept(ErrorAnswer.refused(Refusal.notOnDisk()));
            return;
        }
        silence.heard();
        sendEnd(last);
        sent();
    }

    private void sendEnd(LastHttpContent last) {
        step = Step.SENT;
        HopByHop.stripTrailers(last.trailingHeaders());
        endWritten = connection.end(last);
    }

    /** What was written goes out; more is read when there is room for it. Once whole, reading tells whether the client is there. */
    private void sent() {
        connection.flush();
        client.read(step != Step.SENDING || connection.isWritable());
    }

    void writabilityChanged() {
        if (step == Step.SENDING) {
            client.read(connection.isWritable());
        }
    }

    /** Whether all of it has left this process. Before that Groq cannot have worked on it. */
    boolean leftWhole() {
        return endWritten != null && endWritten.isSuccess();
    }

    /** Whether Groq has seen nothing of it, and all that should be out can be sent again. */
    boolean replayable() {
        return replayable && (headWritten == null || !headWritten.isSuccess());
    }

    /** Whether it is the client who is slow. */
    boolean waitsForClient() {
        return step == Step.SENDING && connection.isWritable();
    }

    void stop() {
        step = Step.STOPPED;
    }
}
