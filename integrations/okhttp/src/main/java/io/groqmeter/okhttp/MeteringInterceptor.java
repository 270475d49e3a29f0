package io.groqmeter.okhttp;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.CallRefusedException;
import io.groqmeter.integration.AttributionHeaders;
import io.groqmeter.integration.MeteredExchange;
import io.groqmeter.integration.RequestHead;
import io.groqmeter.usage.Attribution;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Meters the calls to Groq of an OkHttp client; other calls pass unchanged.
 *
 * <p>Add it as an application interceptor ({@code addInterceptor}): a network interceptor would see compressed bytes. It sees every
 * attempt of a client that retries above OkHttp, as the official OpenAI SDK does.
 *
 * <p>A call is attributed by the calling thread's scope ({@link UsageMeter#attribute}), the request's tag of type {@link
 * Attribution}, and its {@code x-groqmeter-*} headers, which are removed. An enqueued call is made on a thread of OkHttp's
 * dispatcher, which a scope reaches by {@link #scopes}. (Wrapping the dispatcher's executor would attribute a call that had to wait
 * to the maker of the previous call.)
 *
 * <p>A call that a budget refuses is not sent: {@code execute} throws {@link CallRefusedException}; an enqueued call gets an answer
 * in Groq's format, with status 402, 429 or 503 and the reason in the error's message.
 */
public final class MeteringInterceptor implements Interceptor {

    private final UsageMeter meter;
    private final Map<Call, CallContext.Captured> made = Collections.synchronizedMap(new WeakHashMap<>());

    public MeteringInterceptor(UsageMeter meter) {
        this.meter = meter;
    }

    /**
     * Brings an enqueued call the scope of the thread that made it ({@code newCall}); without it OkHttp's dispatcher knows none:
     *
     * <pre>{@code
     * MeteringInterceptor metering = new MeteringInterceptor(meter);
     * OkHttpClient client = new OkHttpClient.Builder()
     *         .addInterceptor(metering)
     *         .eventListenerFactory(metering.scopes(call -> EventListener.NONE))
     *         .build();
     * }</pre>
     *
     * @param others the listeners that the client has besides
     */
    public EventListener.Factory scopes(EventListener.Factory others) {
        return call -> {
            made.put(call, meter.context().capture());
            return others.create(call);
        };
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        CallContext.Captured maker = made.remove(chain.call());
        if (maker == null) {
            return metered(chain);
        }
        CallContext.Scope scope = maker.resume();
        try {
            return metered(chain);
        } finally {
            scope.close();
        }
    }

    private Response metered(Chain chain) throws IOException {
        Request request = chain.request();
        RequestBody body = request.body();
        MeteredExchange exchange = MeteredExchange.begin(meter, head(request), attribution(request));
        if (!exchange.metered()) {
            return chain.proceed(request);
        }
        Request sent = withoutOurs(request);
        if (body != null && !readAhead(body, exchange)) {
            sent = sent.newBuilder()
                    .method(request.method(), MeteredBodies.sending(body, exchange))
                    .build();
        }
        try {
            exchange.send();
        } catch (CallRefusedException e) {
            if (enqueued(chain.call())) {
                return RefusedAnswer.of(request, e.refusal());
            }
            throw e;
        }
        Response response = proceed(chain, sent, exchange);
        exchange.answer(response.code(), response.header("Content-Type"));
        ResponseBody answer = response.body();
        return answer == null || !exchange.metered()
                ? response
                : response.newBuilder()
                        .body(MeteredBodies.answering(answer, exchange, chain.call()))
                        .build();
    }

    /**
     * Whether OkHttp's dispatcher makes the call, recognised by the thread's name. An exception thrown there ends the thread and
     * reaches nobody, except an {@link IOException}, which clients retry.
     */
    private static boolean enqueued(Call call) {
        return Thread.currentThread()
                .getName()
                .equals("OkHttp " + call.request().url().redact());
    }

    private static Response proceed(Chain chain, Request request, MeteredExchange exchange) throws IOException {
        CallContext.Scope carrying = exchange.carry();
        try {
            return chain.proceed(request);
        } catch (IOException | RuntimeException | Error e) {
            exchange.fail(e);
            throw e;
        } finally {
            carrying.close();
        }
    }

    private static RequestHead head(Request request) {
        Headers headers = request.headers();
        return new RequestHead(
                request.method(), request.url().uri(), contentType(request), () -> IntStream.range(0, headers.size())
                        .mapToObj(headers::value)
                        .iterator());
    }

    /** The body's own type, which OkHttp copies into the header only later; else the header's. */
    private static @Nullable String contentType(Request request) {
        RequestBody body = request.body();
        MediaType type = body == null ? null : body.contentType();
        return type == null ? request.header("Content-Type") : type.toString();
    }

    private static Attribution attribution(Request request) {
        Attribution tagged = request.tag(Attribution.class);
        Attribution named = AttributionHeaders.read(request::header);
        return tagged == null ? named : tagged.and(named);
    }

    private static Request withoutOurs(Request request) {
        Request.Builder sent = request.newBuilder();
        for (String name : request.headers().names()) {
            if (AttributionHeaders.isOurs(name)) {
                sent.removeHeader(name);
            }
        }
        return sent.build();
    }

    /** @return false when the body can be written only once, or is not known to be small; then it is read while it is sent */
    private static boolean readAhead(RequestBody body, MeteredExchange exchange) throws IOException {
        long length = body.contentLength();
        if (body.isOneShot() || body.isDuplex() || length < 0 || length > MeteredExchange.READ_AHEAD) {
            return false;
        }
        Buffer buffer = new Buffer();
        body.writeTo(buffer);
        MeteredBodies.show(buffer, 0, buffer.size(), exchange::request);
        return true;
    }
}
