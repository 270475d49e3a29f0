package io.groqmeter.gateway.proxy;

import io.groqmeter.UsageMeter;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.groq.Ask;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings an answer from Groq to the client.
 *
 * <p>A small JSON answer is held back whole until its call is settled, so that its head can carry the cost. Anything else passes as it
 * comes; only its end is held back: from the bytes that say {@code [DONE]}, or else from the last, until the call is settled.
 *
 * <p>When the client has gone, the answer is read on without it, or given up: {@link OnAbort}.
 */
final class AnswerRelay {

    private final Endpoint endpoint;
    private final CallBook book;
    private final Client client;
    private final UpstreamConnection upstream;
    private final Ask ask;
    private final ProxyOptions options;
    private final Runnable over;

    private final HeldAnswer held = new HeldAnswer();
    private @Nullable HttpResponse head;
    private @Nullable UsageTap tap;
    private boolean holdsHead;
    private boolean streamed;
    private boolean settling;
    private boolean settled;
    private boolean lastSeen;
    private boolean cutAfterEnd;
    private boolean withoutClient;
    private boolean done;
    private @Nullable ScheduledFuture<?> drainEnd;

    /** @param over called once, when neither side has anything more to do */
    AnswerRelay(
            Endpoint endpoint,
            CallBook book,
            Client client,
            UpstreamConnection upstream,
            Ask ask,
            ProxyOptions options,
            Runnable over) {
        this.endpoint = endpoint;
        this.book = book;
        this.client = client;
        this.upstream = upstream;
        this.ask = ask;
        this.options = options;
        this.over = over;
    }

    /** Whether Groq has begun to answer. */
    boolean begun() {
        return head != null;
    }

    /** Whether the last byte of the answer has come; the connection may serve another call by now. */
    boolean whole() {
        return lastSeen;
    }

    /** Whether the client has hung up. */
    boolean withoutClient() {
        return withoutClient;
    }

    // ---- the answer comes --------------------------------------------------------------------------------------

    void head(HttpResponse answer) {
        head = answer;
        tap = new UsageTap(endpoint, ask, answer);
        HopByHop.strip(answer.headers());
        answer.headers().set("x-groqmeter-id", book.id());
        String type = answer.headers().get(HttpHeaderNames.CONTENT_TYPE);
        String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
        // An answer that does not say what it is counts as what was asked for.
        streamed = type == null
                ? ask.stream() && answer.status().codeClass() == HttpStatusClass.SUCCESS
                : kind.startsWith("text/event-stream");
        holdsHead = (kind.startsWith("application/json") || kind.startsWith("text/plain"))
                && contentLength(answer) <= ProxyOptions.HELD_ANSWER;
        if (!holdsHead && !withoutClient) {
            client.head(answer);
        }
    }

    /** The announced length; 0 when none is. */
    private static long contentLength(HttpResponse answer) {
        String length = answer.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        lastSeen |= last;
        if (content.content().isReadable()) {
            book.firstByte();
        }
        tap().read(content.content());
        boolean ends = last || tap().ended();
        if (settled || (!ends && !settling && !holdsHead)) {
            pass(content);
        } else {
            hold(content);
        }
        if (ends && !settling) {
            settle(withoutClient ? Outcome.ABORTED : Outcome.COMPLETED);
        }
    }

    private UsageTap tap() {
        if (tap == null) {
            throw new IllegalStateException("an answer without a head");
        }
        return tap;
    }

    private void hold(HttpContent content) {
        if (withoutClient) {
            content.release();
            return;
        }
        held.add(content);
        if (holdsHead && !settling && held.bytes() > ProxyOptions.HELD_ANSWER) {
            holdsHead = false;
            client.head(head());
            held.release(this::pass);
            client.flush();
        }
    }

    private HttpResponse head() {
        if (head == null) {
            throw new IllegalStateException("no answer yet");
        }
        return head;
    }

    private void pass(HttpContent content) {
        if (content instanceof LastHttpContent last) {
            // First tidy up, for with the answer's end the client may begin its next call.
            finish();
            if (withoutClient) {
                last.release();
            } else {
                client.end(last);
            }
        } else if (withoutClient) {
            content.release();
        } else {
            client.content(content);
            if (!lastSeen && !client.isWritable()) {
                upstream.read(false);
            }
        }
    }

    void readComplete() {
        if (!withoutClient && !done) {
            client.flush();
        }
    }

    // ---- the call is settled -----------------------------------------------------------------------------------

    private void settle(Outcome outcome) {
        settling = true;
        UsageMeter.Settlement settlement =
                book.settle(ask, tap().answer(), streamed, head().status().code(), outcome);
        if (settlement == null) {
            release(null);
        } else {
            Patience.await(
                    settlement.onDisk(),
                    book.patience(options.storeTime()),
                    client.loop(),
                    () -> release(settlement.record()));
        }
    }

    /** Lets go what was held back. */
    private void release(@Nullable UsageRecord record) {
        settled = true;
        if (withoutClient) {
            held.drop();
            if (lastSeen) {
                finish();
            }
            return;
        }
        if (record != null) {
            client.settled(record);
        }
        if (holdsHead) {
            holdsHead = false;
            if (record != null && endpoint.metered()) {
                head().headers()
                        .set(
                                "x-groqmeter-cost-usd",
                                record.cost().stripTrailingZeros().toPlainString());
            }
            client.head(head());
        }
        held.release(this::pass);
        if (cutAfterEnd) {
            breakOff();
        } else if (!done) {
            client.flush();
        }
    }

    // ---- the answer ends early ---------------------------------------------------------------------------------

    /** The client has hung up. */
    void clientGone() {
        if (withoutClient || done) {
            return;
        }
        withoutClient = true;
        held.drop();
        if (lastSeen) {
            finish();
        } else if (settling || options.onAbort() == OnAbort.CANCEL) {
            giveUp();
        } else {
            upstream.read(true);
            drainEnd = client.loop().schedule(this::giveUp, options.drainTime().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Lets go of an answer whose call has ended in the books already. */
    void drop() {
        withoutClient = true;
        finish();
    }

    /** Stops reading an answer nobody waits for. */
    private void giveUp() {
        if (!done) {
            upstream.close();
            if (!begun()) {
                book.unanswered(ask, 0, "the caller hung up before Groq answered");
            } else if (!settling) {
                settleEarly(Outcome.ABORTED);
            }
            finish();
        }
    }

    /**
     * Writes down what is known of an answer that will not come to its end. Only a stream tells enough to estimate from,
     * once a piece of its output has passed; else the call is unsettled, for it is not free.
     *
     * @return completes when it is on disk
     */
    private CompletableFuture<?> settleEarly(Outcome outcome) {
        if (streamed
                && !book.endedBeforeItSaidAnything(
                        ask, tap().answer(), head().status().code())) {
            UsageMeter.Settlement settlement =
                    book.settle(ask, tap().answer(), true, head().status().code(), outcome);
            return settlement == null ? CompletableFuture.completedFuture(null) : settlement.onDisk();
        }
        return book.unanswered(
                ask,
                head().status().code(),
                outcome == Outcome.ABORTED
                        ? "the caller hung up before Groq had answered"
                        : "the connection to Groq ended in the middle of its answer");
    }

    /** Groq's side ended before the answer did. */
    void broken() {
        if (done) {
            return;
        }
        if (withoutClient) {
            if (!settling) {
                settleEarly(Outcome.CUT);
            }
            finish();
        } else if (settled) {
            breakOff();
        } else if (settling) {
            cutAfterEnd = true;
        } else {
            settling = true;
            Runnable answer = holdsHead ? this::answerCut : this::breakOff;
            Patience.await(settleEarly(Outcome.CUT), book.patience(options.storeTime()), client.loop(), answer);
        }
    }

    /** Of an answer that was held back, the client has seen nothing yet, so it can be told what happened. */
    private void answerCut() {
        ApiError error = new UpstreamErrors(options.upstream()).cut(held.bytes());
        var response = error.response();
        response.headers().set("x-groqmeter-id", book.id());
        finish();
        if (!withoutClient) {
            ApiError.answer(client, response);
        }
    }

    private void breakOff() {
        finish();
        if (!withoutClient) {
            client.abort();
        }
    }

    private void finish() {
        if (done) {
            return;
        }
        done = true;
        held.drop();
        if (drainEnd != null) {
            drainEnd.cancel(false);
        }
        if (tap != null) {
            tap.close();
        }
        over.run();
    }
}
