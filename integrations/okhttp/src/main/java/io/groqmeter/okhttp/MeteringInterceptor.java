package io.groqmeter.okhttp;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.exchange.AttributionHeaders;
import io.groqmeter.exchange.MeteredExchange;
import io.groqmeter.usage.Attribution;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Meters the calls of an OkHttp client that go to Groq; others pass untouched.
 *
 * <p>Add it as an application interceptor ({@code addInterceptor}): a network interceptor would see compressed bytes. It sees every
 * attempt of a client that tries again above OkHttp, as the official OpenAI SDK does.
 *
 * <p>A call is for those the calling thread's scope names ({@link UsageMeter#attribute}), the request's tag of type
 * {@link Attribution}, and its {@code x-groqmeter-*} headers, which are taken off. A call that is enqueued is made on a thread of
 * OkHttp's dispatcher, which no scope reaches: use tag or headers. (Wrapping the dispatcher's executor would book a call that had to
 * wait to whoever made the call before it.)
 */
public final class MeteringInterceptor implements Interceptor {

    private final UsageMeter meter;

    public MeteringInterceptor(UsageMeter meter) {
        this.meter = meter;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        RequestBody body = request.body();
        MeteredExchange exchange = MeteredExchange.begin(
                meter, request.method(), request.url().uri(), contentType(request), attribution(request));
        if (!exchange.metered()) {
            return chain.proceed(request);
        }
        Request sent = withoutOurs(request);
        if (body != null && !readAhead(body, exchange)) {
            sent = sent.newBuilder()
                    .method(request.method(), MeteredBodies.sending(body, exchange))
                    .build();
        }
        exchange.send();
        Response response = proceed(chain, sent, exchange);
        exchange.answer(response.code(), response.header("Content-Type"));
        ResponseBody answer = response.body();
        return answer == null || !exchange.metered()
                ? response
                : response.newBuilder()
                        .body(MeteredBodies.answering(answer, exchange, chain.call()))
                        .build();
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

    /** The body's own type, which OkHttp puts into the header only later; else the header's. */
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
