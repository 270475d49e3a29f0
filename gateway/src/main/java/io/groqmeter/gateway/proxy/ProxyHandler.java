package io.groqmeter.gateway.proxy;

import io.groqmeter.UsageMeter;
import io.groqmeter.budget.Refusal;
import io.groqmeter.exchange.CallBook;
import io.groqmeter.exchange.Downloads;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Discard;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;

/**
 * The way of a call, as a list:
 *
 * <ol>
 *   <li>{@link Callers}: who is calling; ours and hop-by-hop headers come off, a caller key becomes the gateway's Groq key
 *   <li>{@link ProxiedCall} holds a small body back until it is known what is asked for
 *   <li>{@link KeyScope}: whether the caller's key allows that
 *   <li>{@link CallBook#open}: budgets and limits admit it or refuse it
 *   <li>{@link CallBook#admitted}: the call is on disk as open, before the first byte to Groq
 *   <li>{@link UpstreamPool}: a connection; {@link Attempt}: there and back on it
 *   <li>{@link RequestRelay}: the request goes out as it came, but for a {@link VerboseTranscript}
 *   <li>{@link AnswerRelay}: the answer comes back as Groq sends it, under the eyes of {@link UsageTap}
 *   <li>{@link CallBook#settle}: usage and cost are on disk, before the answer's end
 * </ol>
 */
public final class ProxyHandler {

    private final UsageMeter meter;
    private final Callers callers;
    private final Upstream upstream;
    private final ProxyOptions options;
    private final String authority;
    private final Downloads downloads = new Downloads();

    public ProxyHandler(UsageMeter meter, Callers callers, Upstream upstream, ProxyOptions options) {
        this.meter = meter;
        this.callers = callers;
        this.upstream = upstream;
        this.options = options;
        this.authority = options.upstream().authority();
    }

    /**
     * Opens the exchange of a request to Groq.
     *
     * @param path the path below {@code /openai/v1/}, without query
     */
    public Exchange open(HttpRequest request, String path, Client client) {
        Callers.Identified identified = callers.identify(request.headers(), client.address());
        if (identified instanceof Callers.Identified.Refused refused) {
            refused.error().answer(client);
            return new Discard();
        }
        if (request.method().equals(HttpMethod.CONNECT)) {
            ApiError.badRequest("connect_not_supported", "The gateway forwards requests to Groq; it opens no tunnels.")
                    .answer(client);
            return new Discard();
        }
        var caller = (Callers.Identified.Caller) identified;
        Endpoint meant = Endpoint.ofPath(RequestTarget.meaning(path));
        boolean posted = request.method().equals(HttpMethod.POST);
        Endpoint endpoint = posted || !meant.metered() ? meant : Endpoint.OTHER;
        Optional<Refusal> refusal = refusal(posted, RequestTarget.meaning(path), endpoint, caller.attribution());
        if (refusal.isPresent()) {
            OwnAnswer.refused(refusal.get()).answer(client);
            return new Discard();
        }
        HopByHop.strip(request.headers());
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
        request.headers().set(HttpHeaderNames.HOST, authority);
        request.setUri(options.upstream().prefix() + RequestTarget.onTheWire(request.uri()));
        CallBook book =
                new CallBook(meter, options.metering(), endpoint, posted, caller.attribution(), caller.remark());
        if (endpoint == Endpoint.FILE_CONTENT) {
            book.fetches(RequestTarget.meaning(path), downloads);
        }
        return new ProxiedCall(request, caller.scope(), book, client, upstream.pool(client.loop()), options);
    }

    /** What is billed later cannot be reserved; nor can anything be while nothing is recorded. */
    private Optional<Refusal> refusal(boolean posted, String meant, Endpoint endpoint, Attribution of) {
        boolean later = posted && (meant.equals("batches") || meant.equals("fine_tunings"));
        return later || (!options.metering() && endpoint.mayCost(posted))
                ? meter.guard().permit(of)
                : Optional.empty();
    }
}
