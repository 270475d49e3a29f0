package io.groqmeter.gateway.local;

import io.groqmeter.gateway.access.Principal;
import io.groqmeter.gateway.access.RouteAuthorizer;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.store.UsageStoreException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request to one of the gateway's own routes: read whole, then answered. */
public final class LocalExchange implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(LocalExchange.class);
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private final HttpRequest request;
    private final Client client;
    private final LocalRoutes routes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Principal principal;
    private @Nullable Exchange stream;
    private boolean responded;
    private boolean gone;

    public LocalExchange(HttpRequest request, LocalRoutes routes, Client client) {
        this.request = request;
        this.client = client;
        this.routes = routes;
        RouteAuthorizer.AuthDecision authorize = routes.authorize(request, client.address());
        if (authorize instanceof RouteAuthorizer.AuthDecision.Allowed admitted) {
            principal = admitted.principal();
            if (admitted.authenticated()) {
                client.authenticated();
            }
        } else if (authorize instanceof RouteAuthorizer.AuthDecision.Denied refused) {
            answer(refusal(refused.error()));
        }
    }

    /** Redirects a browser without a session to the login. */
    private LocalResponse refusal(ApiError error) {
        String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
        boolean redirects = error.status() == 401
                && request.method().equals(HttpMethod.GET)
                && accept.contains("text/html")
                && routes.hasLogin();
        return redirects ? LocalResponse.seeOther("/login") : LocalResponse.error(error);
    }

    @Override
    public void body(HttpContent content) {
        try {
            if (responded || stream != null || principal == null) {
                return;
            }
            if (body.size() + content.content().readableBytes() > MAX_BODY_BYTES) {
                answer(LocalResponse.error(new ApiError(
                        413,
                        "invalid_request_error",
                        "body_too_large",
                        "The body exceeds the " + MAX_BODY_BYTES + " bytes that this route accepts.")));
                return;
            }
            // Through an own array: Netty's way into a stream leaves a copy in a buffer of the thread.
            byte[] bytes = new byte[content.content().readableBytes()];
            content.content().readBytes(bytes);
            body.writeBytes(bytes);
            if (content instanceof LastHttpContent) {
                dispatch(principal);
            }
        } finally {
            content.release();
        }
    }

    private void dispatch(Principal principal) {
        LocalRequest local;
        try {
            local = LocalRequest.of(
                    request.method().name(), request.uri(), request.headers(), body.toByteArray(), principal);
        } catch (IllegalArgumentException e) {
            answer(LocalResponse.error(
                    ApiError.badRequest("malformed_uri", "The URL is not valid: " + e.getMessage())));
            return;
        }
        LocalRoutes.Found found;
        try {
            found = routes.find(local);
        } catch (BadRequest e) {
            answer(LocalResponse.error(e.error()));
            return;
        }
        if (found.route().handler() instanceof Route.Handler.Streaming streaming) {
            stream = streaming.resource().answer(found.request(), client);
        } else if (found.route().handler() instanceof Route.Handler.Buffered buffered) {
            runOn(routes.workers(), buffered.resource(), found.request());
        } else if (found.route().handler() instanceof Route.Handler.Dedicated dedicated) {
            runOn(routes.dedicated(), dedicated.resource(), found.request());
        }
    }

    private void runOn(Executor workers, Resource resource, LocalRequest local) {
        try {
            workers.execute(() -> {
                LocalResponse response = response(resource, local);
                client.loop().execute(() -> answer(response));
            });
        } catch (RejectedExecutionException e) {
            answer(LocalResponse.error(
                    new ApiError(503, "server_error", "busy", "Too many requests at once; try again soon.")));
        }
    }

    private static LocalResponse response(Resource resource, LocalRequest local) {
        try {
            return resource.answer(local);
        } catch (BadRequest e) {
            return LocalResponse.error(e.error());
        } catch (UsageStoreException e) {
            LOG.error("{} {} failed: {}", local.method(), local.path(), e.getMessage());
            return LocalResponse.error(new ApiError(
                    503, "server_error", "books_unavailable", "The books are unavailable: " + e.getMessage() + "."));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", local.method(), local.path(), e);
            return LocalResponse.error(new ApiError(
                    500,
                    "server_error",
                    "internal",
                    "The gateway failed to answer: " + e.getMessage() + ". Its log has more."));
        }
    }

    private void answer(LocalResponse response) {
        if (responded || gone) {
            return;
        }
        responded = true;
        if (response.rest() == null || request.method().equals(HttpMethod.HEAD)) {
            ApiError.answer(client, response.response());
        } else {
            ChunkedResponse pieces = new ChunkedResponse(client, response.rest(), routes.workers());
            stream = pieces;
            client.head(response.head());
            pieces.begin(response.body());
        }
    }

    @Override
    public void writabilityChanged() {
        if (stream != null) {
            stream.writabilityChanged();
        }
    }

    @Override
    public void clientGone() {
        gone = true;
        if (stream != null) {
            stream.clientGone();
        }
    }
}
