package io.groqmeter.gateway.proxy;

import io.groqmeter.UsageMeter;
import io.groqmeter.budget.Refusal;
import io.groqmeter.exchange.CallMeter;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The entry to the proxy. The steps of a call, in order:
 *
 * <ol>
 *   <li>{@link RequestTarget}: a method and a path that Groq's API can have
 *   <li>{@link CallerResolver}: identifies the caller; removes the gateway's and hop-by-hop headers, replaces a caller key with the
 * gateway's Groq key
 *   <li>{@link ProxiedCall} holds a small body back until the request is understood
 *   <li>{@link KeyScope}: whether the caller's key permits it
 *   <li>{@link CallMeter#open}: budgets and limits admit or refuse it
 *   <li>{@link CallMeter#admitted}: the call is on disk as open, before the first byte goes to Groq
 *   <li>{@link UpstreamPool}: a connection; {@link Attempt}: the call on it
 *   <li>{@link RequestRelay}: the request goes out as it came, except for a {@link VerboseTranscript}
 *   <li>{@link AnswerRelay}: the answer comes back as Groq sends it, read by {@link UsageTap}
 *   <li>{@link CallMeter#settle}: usage and cost are on disk, before the answer ends
 * </ol>
 */
public final class ProxyHandler {

    /** The methods of Groq's API. No other is forwarded, so none gets the gateway's key. */
    private static final List<HttpMethod> METHODS =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.DELETE, HttpMethod.OPTIONS);

    private static final String METHOD_NAMES =
            METHODS.stream().map(HttpMethod::name).collect(Collectors.joining(", "));

    private final UsageMeter meter;
    private final CallerResolver callers;
    private final Upstream upstream;
    private final ProxyOptions options;
    private final String authority;
    private final Downloads downloads = new Downloads();

    public ProxyHandler(UsageMeter meter, CallerResolver callers, Upstream upstream, ProxyOptions options) {
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
        Optional<ApiError> unsupported = unsupported(request.method(), path);
        if (unsupported.isPresent()) {
            unsupported.get().answer(client);
            return new Discard();
        }
        CallerResolver.Identified identified = callers.identify(request.headers(), client.address());
        if (identified instanceof CallerResolver.Identified.Refused refused) {
            refused.error().answer(client);
            return new Discard();
        }
        var caller = (CallerResolver.Identified.Caller) identified;
        if (caller.scope().key() != null) {
            client.authenticated();
        }
        Endpoint endpointOfPath = Endpoint.ofPath(RequestTarget.normalize(path));
        boolean posted = request.method().equals(HttpMethod.POST);
        Endpoint endpoint = posted || !endpointOfPath.metered() ? endpointOfPath : Endpoint.OTHER;
        Optional<Refusal> refusal = refusal(posted, RequestTarget.normalize(path), endpoint, caller.attribution());
        if (refusal.isPresent()) {
            ErrorAnswer.refused(refusal.get()).answer(client);
            return new Discard();
        }
        CallMeter call =
                new CallMeter(meter, options.metering(), endpoint, posted, caller.attribution(), caller.remark());
        if (endpoint == Endpoint.FILE_CONTENT) {
            call.fetches(RequestTarget.normalize(path), downloads);
        }
        return carry(request, caller.scope(), call, client);
    }

    /**
     * Opens the exchange of a CORS preflight that Groq answers. It goes out without a key, is not billed and not recorded.
     *
     * @param path the path below {@code /openai/v1/}, without query
     */
    public Exchange openPreflight(HttpRequest request, String path, Client client) {
        Optional<ApiError> unsupported = unsupported(request.method(), path);
        if (unsupported.isPresent()) {
            unsupported.get().answer(client);
            return new Discard();
        }
        GatewayHeaders.take(request.headers());
        request.headers().remove(HttpHeaderNames.AUTHORIZATION).remove(HttpHeaderNames.COOKIE);
        CallMeter call = new CallMeter(meter, false, Endpoint.OTHER, false, Attribution.none());
        return carry(request, new KeyScope(null), call, client);
    }

    private Exchange carry(HttpRequest request, KeyScope scope, CallMeter call, Client client) {
        HopByHop.strip(request.headers());
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
        request.headers().set(HttpHeaderNames.HOST, authority);
        request.setUri(options.upstream().prefix() + RequestTarget.wireForm(request.uri()));
        return new ProxiedCall(request, scope, call, client, upstream.pool(client.loop()), options);
    }

    /** Why the request cannot be for Groq's API; empty when it can. */
    private static Optional<ApiError> unsupported(HttpMethod method, String path) {
        if (!METHODS.contains(method)) {
            return Optional.of(ApiError.methodNotAllowed(
                    "Groq's API supports " + METHOD_NAMES + ", not " + method + ".",
                    METHODS.stream().map(HttpMethod::name).toList()));
        }
        return RequestTarget.isMisleading(path)
                ? Optional.of(ApiError.badRequest(
                        "misleading_path",
                        "The path contains '..', a backslash, a control character or '#', which Groq's paths do not."))
                : Optional.empty();
    }

    /** A call billed later cannot be reserved; nor can any while metering is off. */
    private Optional<Refusal> refusal(boolean posted, String endpointOfPath, Endpoint endpoint, Attribution of) {
        boolean later = posted && (endpointOfPath.equals("batches") || endpointOfPath.equals("fine_tunings"));
        return later || (!options.metering() && endpoint.mayCost(posted))
                ? meter.guard().permit(of)
                : Optional.empty();
    }
}
