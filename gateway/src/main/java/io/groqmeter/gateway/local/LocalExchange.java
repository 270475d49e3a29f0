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

/** A request to one of our own routes: read whole, then answered. */
public final class LocalExchange implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(LocalExchange.class);
    private static final int MOST_BODY = 1024 * 1024;

    private final HttpRequest request;
    private final Client client;
    private final LocalRoutes routes;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Principal visitor;
    private @Nullable Exchange flowing;
    private boolean answered;
    private boolean gone;

    public LocalExchange(HttpRequest request, LocalRoutes routes, Client client) {
        this.request = request;
        this.client = client;
        this.routes = routes;
        RouteAuthorizer.AuthDecision visit = routes.visit(request, client.address());
        if (visit instanceof RouteAuthorizer.AuthDecision.Admitted admitted) {
            visitor = admitted.visitor();
            if (admitted.vouched()) {
                client.vouched();
            }
        } else if (visit instanceof RouteAuthorizer.AuthDecision.Refused refused) {
            answer(refusal(refused.error()));
        }
    }

    /** A browser that lacks a session is led to where it gets one. */
    private LocalResponse refusal(ApiError error) {
        String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
        boolean leads = error.status() == 401
                && request.method().equals(HttpMethod.GET)
                && accept.contains("text/html")
                && routes.hasLogin();
        return leads ? LocalResponse.seeOther("/login") : LocalResponse.error(error);
    }

    @Override
    public void body(HttpContent content) {
        try {
            if (answered || flowing != null || visitor == null) {
                return;
            }
            if (body.size() + content.content().readableBytes() > MOST_BODY) {
                answer(LocalResponse.error(new ApiError(
                        413,
                        "invalid_request_error",
                        "body_too_large",
                        "The body is larger than the " + MOST_BODY + " bytes this route takes.")));
                return;
            }
            // Through an array of our own: Netty's way into a stream leaves a copy in a buffer of the thread.
            byte[] bytes = new byte[content.content().readableBytes()];
            content.content().readBytes(bytes);
            body.writeBytes(bytes);
            if (content instanceof LastHttpContent) {
                dispatch(visitor);
            }
        } finally {
            content.release();
        }
    }

    private void dispatch(Principal visitor) {
        LocalRequest local;
        try {
            local = LocalRequest.of(
                    request.method().name(), request.uri(), request.headers(), body.toByteArray(), visitor);
        } catch (IllegalArgumentException e) {
            answer(LocalResponse.error(
                    ApiError.badRequest("malformed_uri", "The URL cannot be read: " + e.getMessage())));
            return;
        }
        LocalRoutes.Found found;
        try {
            found = routes.find(local);
        } catch (BadRequest e) {
            answer(LocalResponse.error(e.error()));
            return;
        }
        if (found.route().handler() instanceof Route.Handler.Flowing flow) {
            flowing = flow.resource().answer(found.request(), client);
        } else if (found.route().handler() instanceof Route.Handler.Whole whole) {
            work(routes.workers(), whole.resource(), found.request());
        } else if (found.route().handler() instanceof Route.Handler.Apart apart) {
            work(routes.apart(), apart.resource(), found.request());
        }
    }

    private void work(Executor workers, Resource resource, LocalRequest local) {
        try {
            workers.execute(() -> {
                LocalResponse reply = reply(resource, local);
                client.loop().execute(() -> answer(reply));
            });
        } catch (RejectedExecutionException e) {
            answer(LocalResponse.error(
                    new ApiError(503, "server_error", "busy", "Too many questions at once; ask again soon.")));
        }
    }

    private static LocalResponse reply(Resource resource, LocalRequest local) {
        try {
            return resource.answer(local);
        } catch (BadRequest e) {
            return LocalResponse.error(e.error());
        } catch (UsageStoreException e) {
            LOG.error("{} {} failed: {}", local.method(), local.path(), e.getMessage());
            return LocalResponse.error(new ApiError(
                    503, "server_error", "books_unavailable", "The books do not take part: " + e.getMessage() + "."));
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", local.method(), local.path(), e);
            return LocalResponse.error(new ApiError(
                    500,
                    "server_error",
                    "internal",
                    "The gateway could not answer this: " + e.getMessage() + ". Its log says more."));
        }
    }

    private void answer(LocalResponse reply) {
        if (answered || gone) {
            return;
        }
        answered = true;
        if (reply.rest() == null || request.method().equals(HttpMethod.HEAD)) {
            ApiError.answer(client, reply.response());
        } else {
            ChunkedResponse pieces = new ChunkedResponse(client, reply.rest(), routes.workers());
            flowing = pieces;
            client.head(reply.head());
            pieces.begin(reply.body());
        }
    }

    @Override
    public void writabilityChanged() {
        if (flowing != null) {
            flowing.writabilityChanged();
        }
    }

    @Override
    public void clientGone() {
        gone = true;
        if (flowing != null) {
            flowing.clientGone();
        }
    }
}
