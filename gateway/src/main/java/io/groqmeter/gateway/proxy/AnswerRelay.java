package io.groqmeter.gateway.proxy;

import io.groqmeter.UsageMeter;
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
 * Brings an answer from Groq to the client.
 *
 * <p>A small JSON answer is held back whole until its call is settled, so that its head can carry the cost. Anything else passes as it
 * comes, and so does a stream of events that calls itself JSON; only its end is held back: from the bytes that say {@code [DONE]}, or
 * else from the last, until the call is settled. That is at the last byte, for usage may stand behind {@code [DONE]}; but not long
 * after it. When the client has gone, the answer is read on without it, or given up: {@link OnAbort}.
 */
final class AnswerRelay {

    private enum Step {
        /** Groq has not begun. */
        AWAITED,
        /** It comes, and passes or is held back. */
        COMING,
        /** What it used is known and being written down; what still comes is held back. */
        SETTLING,
        /** It is written down; the rest passes. */
        SETTLED,
        /** Nothing more is to be done. */
        OVER
    }

    /** What is to be expected of Groq's side. */
    private enum Source {
        OPEN,
        /** The last byte has come; the connection may serve another call by now. */
        WHOLE,
        /** The connection ended before the last byte. */
        CUT
    }

    private final CallMeter book;
    private final UpstreamConnection upstream;
    private final RequestSummary ask;
    private final ProxyOptions options;
    private final Runnable over;

    private final HeldAnswer held;
    private final Deadline drainEnd = new Deadline();
    private final Deadline tailEnd = new Deadline();
    private Client client;
    private Step step = Step.AWAITED;
    private Source source = Source.OPEN;
    private @Nullable UsageTap tap;

    /** @param over called once, when neither side has anything more to do */
    AnswerRelay(
            CallMeter book,
            Client client,
            UpstreamConnection upstream,
            RequestSummary ask,
            HeldAnswer held,
            ProxyOptions options,
            Runnable over) {
        this.book = book;
        this.client = client;
        this.upstream = upstream;
        this.ask = ask;
        this.held = held;
        this.options = options;
        this.over = over;
    }

    /** Whether Groq has begun to answer. */
    boolean begun() {
        return tap != null;
    }

    /** Whether the last byte of the answer has come; the connection may serve another call by now. */
    boolean whole() {
        return source == Source.WHOLE;
    }

    /** Whether it is the client who is slow. */
    boolean waitsForClient() {
        return begun() && !client.isWritable();
    }

    /** Who gets the answer: {@link NoClient} once the caller has hung up. */
    Client client() {
        return client;
    }

    // ---- the answer comes --------------------------------------------------------------------------------------

    void head(HttpResponse response) {
        step = Step.COMING;
        AnswerHead head = AnswerHead.of(response, ask);
        tap = new UsageTap(book, ask, head);
        HopByHop.strip(response.headers());
        AnswerHeaders.tellId(response.headers(), book);
        AnswerHeaders.tellRemaining(response.headers(), book, ask);
        if (head.small()) {
            held.hold(response);
        } else {
            client.head(response);
        }
    }

    void content(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (last) {
            source = Source.WHOLE;
        }
        if (content.content().isReadable()) {
            book.firstByte();
        }
        tap().read(content.content());
        boolean ends = last || tap().ended();
        if (step == Step.SETTLED || (step == Step.COMING && !ends && !held.hasHead())) {
            pass(content);
        } else {
            held.add(content);
            boolean flows = tap().streamed() || held.bytes() > ProxyOptions.HELD_ANSWER;
            if (step == Step.COMING && !ends && flows) {
                held.releaseHead(client::head);
                held.releaseBody(this::pass);
                client.flush();
            }
        }
        if (last || (ends && held.bytes() > ProxyOptions.HELD_ANSWER)) {
            settle();
        }
    }

    private void pass(HttpContent content) {
        if (content instanceof LastHttpContent last) {
            // First tidy up, for with the answer's end the client may begin its next call.
            finish();
            client.end(last);
        } else {
            client.content(content);
            if (source == Source.OPEN && !client.isWritable()) {
                upstream.read(false);
            }
        }
    }

    void readComplete() {
        if (step != Step.OVER) {
            client.flush();
        }
        if (step == Step.COMING && source == Source.OPEN && tap != null && tap.ended()) {
            tailEnd.start(client.loop(), tap.told() ? ProxyOptions.TOLD_TAIL : ProxyOptions.TAIL, this::settle);
        }
    }

    void writabilityChanged() {
        if (source != Source.WHOLE) {
            upstream.read(client.isWritable());
        }
    }

    private UsageTap tap() {
        if (tap == null) {
            throw new IllegalStateException("an answer without a head");
        }
        return tap;
    }

    // ---- the call is settled -----------------------------------------------------------------------------------

    private void settle() {
        if (step != Step.COMING) {
            return;
        }
        step = Step.SETTLING;
        Outcome outcome = client instanceof NoClient ? Outcome.ABORTED : Outcome.COMPLETED;
        UsageMeter.Settlement settlement = book.settle(ask, tap().seen(), outcome);
        if (settlement == null) {
            release(null);
        } else {
            LoopWait.await(
                    settlement.onDisk(),
                    book.patience(options.storeTime()),
                    client.loop(),
                    () -> release(settlement.record()));
        }
    }

    /** Lets go what was held back. */
    private void release(@Nullable UsageRecord record) {
        if (step == Step.OVER) {
            return;
        }
        step = Step.SETTLED;
        if (record != null) {
            client.settled(record);
        }
        held.releaseHead(response -> {
            if (record != null && record.metered()) {
                AnswerHeaders.tellCost(response.headers(), record);
                AnswerHeaders.tellRemaining(response.headers(), book, ask);
            }
            client.head(response);
        });
        held.releaseBody(this::pass);
        if (source == Source.CUT) {
            breakOff();
        } else if (step != Step.OVER) {
            client.flush();
        }
    }

    // ---- the answer ends early ---------------------------------------------------------------------------------

    /** The client has hung up. */
    void clientGone() {
        if (step == Step.OVER || client instanceof NoClient) {
            return;
        }
        client = new NoClient(client);
        held.drop();
        if (source == Source.WHOLE) {
            finish();
        } else if (step == Step.SETTLING || step == Step.SETTLED || options.onAbort() == OnAbort.CANCEL) {
            giveUp();
        } else {
            upstream.read(true);
            drainEnd.start(client.loop(), options.drainTime(), this::giveUp);
        }
    }

    /** Stops reading an answer nobody waits for. */
    private void giveUp() {
        if (step == Step.OVER) {
            return;
        }
        if (source == Source.OPEN) {
            upstream.close();
        }
        if (step == Step.AWAITED) {
            book.unanswered(ask, 0, "the caller hung up before Groq answered");
        } else if (step == Step.COMING) {
            book.settleEarly(ask, tap().seen(), Outcome.ABORTED);
        }
        finish();
    }

    /** Groq's side ended before the answer did. */
    void broken() {
        source = Source.CUT;
        if (step == Step.COMING && tap().ended()) {
            settle();
        }
        switch (step) {
            case COMING -> {
                step = Step.SETTLING;
                // An error's status is what counts; of anything else half an answer is none.
                boolean error = tap().head().status() >= 400;
                Runnable answer = !held.hasHead() ? this::breakOff : error ? () -> release(null) : this::answerCut;
                CompletableFuture<?> onDisk = book.settleEarly(ask, tap().seen(), Outcome.CUT);
                LoopWait.await(onDisk, book.patience(options.storeTime()), client.loop(), answer);
            }
            case SETTLED -> breakOff();
            case AWAITED, SETTLING, OVER -> {}
        }
    }

    /** Of an answer that was held back, the client has seen nothing yet, so it can be told what happened. */
    private void answerCut() {
        if (step != Step.OVER) {
            var error = new UpstreamErrors(options.upstream()).cut(held.bytes(), book.record() != null);
            finish();
            new ErrorAnswer(book, client, options).send(ask, error);
        }
    }

    private void breakOff() {
        if (step != Step.OVER) {
            finish();
            client.abort();
        }
    }

    /** Lets go of an answer whose call has ended in the books already. */
    void drop() {
        client = new NoClient(client);
        finish();
    }

    private void finish() {
        if (step == Step.OVER) {
            return;
        }
        step = Step.OVER;
        held.drop();
        drainEnd.cancel();
        tailEnd.cancel();
        if (tap != null) {
            tap.close();
        }
        over.run();
    }
}
