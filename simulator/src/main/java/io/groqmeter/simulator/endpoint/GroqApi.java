package io.groqmeter.simulator.endpoint;

import io.groqmeter.simulator.book.CallArrival;
import io.groqmeter.simulator.book.SimulatorBooks;
import io.groqmeter.simulator.book.Tariff;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.script.ScriptQueue;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import io.groqmeter.simulator.wire.Delivery;
import io.groqmeter.simulator.wire.Header;
import io.groqmeter.simulator.wire.Reply;
import io.groqmeter.simulator.wire.Reply.How;
import io.groqmeter.simulator.wire.Request;
import io.groqmeter.simulator.wire.Responder;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The simulated API: refuses or serves each call, and records it before a byte is sent. */
public final class GroqApi implements Responder {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final String REGION = "us-west-1";

    /** Not the golden ratio that a SplittableRandom steps by itself: the random sequences of two calls must not overlap. */
    private static final long SEQUENCE_STEP = 0xbf58476d1ce4e5b9L;

    private final Conditions conditions;
    private final InstantSource clock;
    private final SimulatorBooks books;
    private final ScriptQueue scripts;
    private final PromptCache cache = new PromptCache();
    private final Gate gate;
    private final DeliveryPolicy courier;
    private final FileStore files = new FileStore();
    private final BatchEndpoint batches;
    private final EndpointTable router;
    private final AtomicLong sequence = new AtomicLong();

    public GroqApi(
            Conditions conditions, InstantSource clock, Tariff tariff, SimulatorBooks books, ScriptQueue scripts) {
        this.conditions = conditions;
        this.clock = clock;
        this.books = books;
        this.scripts = scripts;
        this.gate = new Gate(conditions);
        this.courier = new DeliveryPolicy(conditions);
        Generator generator = new Generator(tariff, cache);
        Map<String, EndpointHandler> batchable = Map.of(
                "/chat/completions", new ChatEndpoint(generator),
                "/audio/transcriptions", new AudioEndpoint(generator, tariff, "transcribe"),
                "/audio/translations", new AudioEndpoint(generator, tariff, "translate"));
        Map<String, EndpointHandler> posts = new HashMap<>(batchable);
        posts.put("/responses", new ResponsesEndpoint(generator));
        posts.put("/audio/speech", new SpeechEndpoint(generator, tariff));
        posts.put("/embeddings", new EmbeddingEndpoint(generator));
        posts.put("/reranking", new RerankingEndpoint(generator));
        this.batches = new BatchEndpoint(files, new BatchRunner(files, batchable, books));
        this.router = new EndpointTable(
                posts,
                Map.of("/models", new ModelEndpoint(tariff), "/files", new FileEndpoint(files), "/batches", batches));
    }

    /** Forgets prompts, files and batches, and restarts the random sequence. */
    public void reset() {
        cache.clear();
        files.clear();
        batches.clear();
        sequence.set(0);
    }

    @Override
    public Reply reply(Request request) {
        Script script = scripts.take(request);
        if (script != null) {
            books.enterScripted(script.answer().status());
            return new Reply(script.answer(), script.delivery(), how -> ended(how, 0));
        }
        long number = sequence.incrementAndGet();
        String apiPath = EndpointTable.apiPath(request.path());
        ApiCall call = new ApiCall(
                request,
                apiPath == null ? request.path() : apiPath,
                Control.of(request.headers()),
                clock.instant(),
                new SplittableRandom(conditions.seed() + number * SEQUENCE_STEP),
                false);
        Delivery delivery = Delivery.PLAIN;
        Served served;
        try {
            delivery = courier.delivery(call);
            if (delivery.never()) {
                return unanswered(call, delivery);
            }
            served = serve(call, apiPath);
        } catch (GroqError refusal) {
            served = Served.refused(refusal.answer(), call.text("model"), call.tier(null));
        }
        return entered(call, number, served, delivery);
    }

    private Served serve(ApiCall call, @Nullable String apiPath) {
        if (call.request.method().equals("OPTIONS")) {
            return Served.free(new Answer(204, List.of(), Body.EMPTY));
        }
        gate.check(call);
        if (apiPath == null) {
            throw GroqError.unknownUrl(call.request.method(), call.request.path());
        }
        return courier.shaped(call, router.find(call.request.method(), apiPath).serve(call));
    }

    private Reply entered(ApiCall call, long number, Served served, Delivery delivery) {
        int status = served.answer().status();
        long entry = books.enter(arrival(call, served.model(), served.tier()), status, served.bill());
        if (served.failedMidStream()) {
            books.streamFailed();
        }
        long tokens = served.bill() == null ? 0 : served.bill().tokens().total();
        return new Reply(
                served.answer().withFirst(headers(call, number, tokens)),
                DeliveryPolicy.suited(delivery, served.answer()),
                how -> ended(how, entry));
    }

    private Reply unanswered(ApiCall call, Delivery never) {
        books.enterUnanswered(arrival(call, call.text("model"), call.tier(null)));
        return new Reply(new Answer(200, List.of(), Body.EMPTY), never, how -> ended(how, 0));
    }

    private void ended(How how, long entry) {
        switch (how) {
            case DELIVERED -> books.delivered(entry);
            case CLIENT_LEFT -> books.clientLeft();
            case CUT -> books.cut();
        }
    }

    private static CallArrival arrival(ApiCall call, String model, String tier) {
        return new CallArrival(call.id, call.now, CallerAliases.name(call), call.path, model, tier);
    }

    private static List<Header> headers(ApiCall call, long number, long tokens) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("date", HTTP_DATE.format(call.now)));
        headers.add(new Header("x-groq-region", REGION));
        if (call.request.method().equals("POST")) {
            headers.addAll(RateLimit.headers(number, tokens));
        }
        headers.add(new Header("x-request-id", call.id));
        return headers;
    }
}
