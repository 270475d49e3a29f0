package io.groqmeter.gateway.proxy;

import io.groqmeter.Settlement;
import io.groqmeter.exchange.CallMeter;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Outcome;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Relays an answer from Groq to the client.
 *
 * <p>A small JSON answer is held back whole until its call is settled, so that its head can carry the cost. Anything else, including a
 * stream of events labelled as JSON, passes as it comes; only its end is held back, from the bytes of {@code [DONE]} or else from the
 * last byte, until the call is settled. The call settles at the last byte, because usage may follow {@code [DONE]}, but at most a short
 * timeout after it. When the client hangs up, {@link OnAbort} decides whether the answer is read to its end or cancelled.
 */
final class AnswerRelay {

    private enum Step {
        /** Groq has not begun to answer. */
        PENDING,
        /** The answer passes or is held back. */
        RELAYING,
        /** Its usage is known and being recorded; what still comes is held back. */
        SETTLING,
        /** The record is written; the rest passes. */
        SETTLED,
        FINISHED
    }

    private final CallMeter call;
    private final AnswerSource source;
    private final RequestSummary summary;
    private final ProxyOptions options;
    private final Runnable onFinish;

    private final HeldAnswer held;
    private final Deadline drainTimeout = new Deadline();
    private final Deadline tailTimeout = new Deadline();
    private Client client;
    private Step step = Step.PENDING;
    private @Nullable UsageTap tap;

    /** @param onFinish called once, when neither side has anything more to do */
    AnswerRelay(
            CallMeter call,
            Client client,
            UpstreamConnection upstream,
            RequestSummary summary,
            HeldAnswer held,
            ProxyOptions options,
            Runnable onFinish) {
        this.call = call;
        this.client = client;
        this.source = new AnswerSource(upstream);
        this.summary = summary;
        this.held = held;
        this.options = options;
        this.onFinish = onFinish;
    }

    /** Whether Groq has begun to answer. */
    boolean isStarted() {
        return tap != null;
    }

    /** Whether the last byte of the answer has come. */
    boolean isComplete() {
        return source.isComplete();
    }

    /** Whether the client is the slow side. */
    boolean isBlockedByClient() {
        return isStarted() && !client.isWritable();
    }

    /** The receiver of the answer; a {@link DiscardingClient} once the caller has hung up. */
    Client client() {
        return client;
    }

    // ---- the answer comes --------------------------------------------------------------------------------------

    void head(HttpResponse response) {
        step = Step.RELAYING;
        AnswerHead head = AnswerHead.of(response, summary);
        tap = new UsageTap(call, summary, head);
        HopByHop.strip(response.headers());
        AnswerHeaders.setId(response.headers(), call);
        AnswerHeaders.setRemaining(response.headers(), call, summary);
        if (head.small()) {
            held.hold(response);
        } else {
            client.head(response);
        }
    }

    void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (last) {
            source.complete();
        }
        if (content.content().isReadable()) {
            call.firstByte();
        }
        tap().read(content.content());
        boolean ends = last || tap().ended();
        if (step == Step.SETTLED || (step == Step.RELAYING && !ends && !held.hasHead())) {
            pass(content);
        } else {
            held.add(content);
            boolean flows = tap().streamed() || held.bytes() > ProxyOptions.MAX_HELD_ANSWER;
            if (step == Step.RELAYING && !ends && flows) {
                held.releaseHead(client::head);
                held.releaseBody(this::pass);
                client.flush();
            }
        }
        if (last || (ends && held.bytes() > ProxyOptions.MAX_HELD_ANSWER)) {
            settle();
        }
    }

    private void pass(HttpContent content) {
        if (content instanceof LastHttpContent last) {
            // Finish first: with the end of the answer the client may begin its next call.
            finish();
            client.end(last);
        } else {
            client.content(content);
            if (!client.isWritable()) {
                source.read(false);
            }
        }
    }

    void readComplete() {
        if (step != Step.FINISHED) {
            client.flush();
        }
        if (step == Step.RELAYING && source.isOpen() && tap != null && tap.ended()) {
            tailTimeout.start(
                    client.loop(),
                    tap.hasUsage() ? ProxyOptions.TAIL_TIMEOUT_WITH_USAGE : ProxyOptions.TAIL_TIMEOUT,
                    this::settle);
        }
    }

    void writabilityChanged() {
        source.read(client.isWritable());
    }

    private UsageTap tap() {
        if (tap == null) {
            throw new IllegalStateException("an answer without a head");
        }
        return tap;
    }

    // ---- the call is settled -----------------------------------------------------------------------------------

    private void settle() {
        if (step != Step.RELAYING) {
            return;
        }
        step = Step.SETTLING;
        Outcome outcome = client instanceof DiscardingClient ? Outcome.ABORTED : Outcome.COMPLETED;
        Settlement settlement = call.settle(summary, tap().seen(), outcome);
        if (settlement == null) {
            release(null);
        } else {
            await(settlement.onDisk(), () -> release(settlement.record()));
        }
    }

    private void await(CompletableFuture<?> onDisk, Runnable resume) {
        LoopWait.await(onDisk, call.patience(options.storeTime()), client.loop(), resume);
    }

    /** Sends what was held back. */
    private void release(@Nullable UsageRecord record) {
        if (step == Step.FINISHED) {
            return;
        }
        step = Step.SETTLED;
        if (record != null) {
            client.settled(record);
        }
        held.releaseHead(response -> {
            if (record != null && record.metered()) {
                AnswerHeaders.setCost(response.headers(), record);
                AnswerHeaders.setRemaining(response.headers(), call, summary);
            }
            client.head(response);
        });
        held.releaseBody(this::pass);
        if (source.isCut()) {
            abort();
        } else if (step != Step.FINISHED) {
            client.flush();
        }
    }

    // ---- the answer ends early ---------------------------------------------------------------------------------

    /** The client has hung up. */
    void clientGone() {
        if (step == Step.FINISHED || client instanceof DiscardingClient) {
            return;
        }
        client = new DiscardingClient(client);
        held.drop();
        if (source.isComplete()) {
            finish();
        } else if (step == Step.SETTLING || step == Step.SETTLED || options.onAbort() == OnAbort.CANCEL) {
            cancel();
        } else {
            source.read(true);
            drainTimeout.start(client.loop(), options.drainTime(), this::cancel);
        }
    }

    /** Stops reading an answer without a receiver. */
    private void cancel() {
        if (step == Step.FINISHED) {
            return;
        }
        source.close();
        if (step == Step.PENDING) {
            call.unanswered(summary, 0, "the caller hung up before Groq answered");
        } else if (step == Step.RELAYING) {
            call.settleEarly(summary, tap().seen(), Outcome.ABORTED);
        }
        finish();
    }

    /** The upstream connection ended before the answer did. */
    void upstreamClosed() {
        source.cut();
        if (step == Step.RELAYING && tap().ended()) {
            settle();
        }
        switch (step) {
            case RELAYING -> {
                step = Step.SETTLING;
                // Of an error the status is what matters; half of anything else is useless.
                boolean error = tap().head().status() >= 400;
                Runnable answer = !held.hasHead() ? this::abort : error ? () -> release(null) : this::sendCutError;
                await(call.settleEarly(summary, tap().seen(), Outcome.CUT), answer);
            }
            case SETTLED -> abort();
            case PENDING, SETTLING, FINISHED -> {}
        }
    }

    /** Answers with an error; possible because the client has seen nothing of an answer that was held back. */
    private void sendCutError() {
        if (step != Step.FINISHED) {
            var error = new UpstreamErrors(options.upstream()).cut(held.bytes(), call.record() != null);
            finish();
            new ErrorAnswer(call, client, options).send(summary, error);
        }
    }

    private void abort() {
        if (step != Step.FINISHED) {
            finish();
            client.abort();
        }
    }

    /** Discards the answer of a call that has been settled already. */
    void discard() {
        client = new DiscardingClient(client);
        finish();
    }

    private void finish() {
        if (step == Step.FINISHED) {
            return;
        }
        step = Step.FINISHED;
        held.drop();
        drainTimeout.cancel();
        tailTimeout.cancel();
        if (tap != null) {
            tap.close();
        }
        onFinish.run();
    }
}
