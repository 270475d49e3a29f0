package io.groqmeter.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.http.ApiError;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets requests to the gateway's own routes in, each by the right its route asks for. Any thread. */
public final class Entrance {

    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final String ROUTES = "the meter's own routes";

    private final AccessOptions options;
    private final HostRule hosts;
    private final Sessions sessions;
    private final FailedAttempts failures;

    public Entrance(AccessOptions options, HostRule hosts, Sessions sessions, FailedAttempts failures) {
        this.options = options;
        this.hosts = hosts;
        this.sessions = sessions;
        this.failures = failures;
    }

    /** The answer: who comes in, or why not. */
    public sealed interface Visit {
        record Admitted(Visitor visitor) implements Visit {}

        record Refused(ApiError error) implements Visit {}
    }

    /** What a request has shown. */
    private enum Shown {
        NOTHING,
        WRONG,
        METRICS_TOKEN,
        ADMIN_TOKEN,
        SESSION
    }

    /**
     * Decides on a request.
     *
     * @param right what its route asks for
     * @param method its HTTP method
     */
    public Visit visit(Right right, String method, HttpHeaders headers, InetAddress from) {
        ApiError foreign = hosts.refusal(headers, ROUTES);
        if (foreign != null) {
            return new Visit.Refused(foreign);
        }
        if (right == Right.CALLER) {
            return admit(from, false, Shown.NOTHING);
        }
        Shown shown = shown(headers);
        boolean owner = shown == Shown.ADMIN_TOKEN || shown == Shown.SESSION || ownerByPlace(headers, from);
        if (right == Right.ANYBODY) {
            return admit(from, owner, shown);
        }
        if (!failures.wait(from).isZero() && shown != Shown.SESSION && !ownerByPlace(headers, from)) {
            return new Visit.Refused(tooMany(failures.wait(from)));
        }
        boolean byPage = shown == Shown.SESSION || headers.contains(HttpHeaderNames.ORIGIN);
        if (byPage && shown != Shown.ADMIN_TOKEN && changes(method) && !hosts.isFromOurPage(headers)) {
            return new Visit.Refused(notFromOurPage());
        }
        if (owner || (right == Right.METRICS && shown == Shown.METRICS_TOKEN)) {
            return admit(from, owner, shown);
        }
        if (shown == Shown.WRONG && options.adminToken() != null && failures.failed(from)) {
            LOG.warn("Refused a wrong token for {} from {}", ROUTES, from.getHostAddress());
        }
        return new Visit.Refused(options.adminToken() == null ? notLocal() : tokenNeeded(right));
    }

    /** Whether that is the admin token; after too many wrong ones from an address, none is looked at. */
    public boolean opensWith(String token, InetAddress from) {
        if (!failures.wait(from).isZero()) {
            return false;
        }
        boolean right = same(token, options.adminToken());
        if (!right && failures.failed(from)) {
            LOG.warn("Refused a wrong admin token at /login from {}", from.getHostAddress());
        }
        return right;
    }

    /** Whether there is an admin token to log in with. */
    public boolean hasToken() {
        return options.adminToken() != null;
    }

    /** Whether a text is one of the gateway's own tokens, which open no call to Groq and must not be sent there. */
    public boolean isToken(String text) {
        return same(text, options.adminToken()) | same(text, options.metricsToken());
    }

    private static Visit admit(InetAddress from, boolean owner, Shown shown) {
        return new Visit.Admitted(new Visitor(from, owner, shown == Shown.SESSION));
    }

    private boolean ownerByPlace(HttpHeaders headers, InetAddress from) {
        return options.adminToken() == null && hosts.isLocal(headers, from);
    }

    private Shown shown(HttpHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            String token = authorization.substring(7).strip();
            boolean admin = same(token, options.adminToken());
            boolean metrics = same(token, options.metricsToken());
            return admin ? Shown.ADMIN_TOKEN : metrics ? Shown.METRICS_TOKEN : Shown.WRONG;
        }
        return sessions.has(headers) ? Shown.SESSION : Shown.NOTHING;
    }

    /** In a time that does not depend on where they differ. */
    private static boolean same(String shown, @Nullable String token) {
        return token != null && MessageDigest.isEqual(shown.getBytes(UTF_8), token.getBytes(UTF_8));
    }

    private static boolean changes(String method) {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    private static ApiError tokenNeeded(Right right) {
        return new ApiError(
                401,
                "invalid_request_error",
                "admin_token_needed",
                (right == Right.METRICS ? "The metrics need the metrics token or" : "This needs") + " the admin token:"
                        + " 'Authorization: Bearer …' with what the gateway's GROQMETER_ADMIN_TOKEN says; in a"
                        + " browser, log in at /login.");
    }

    private static ApiError notLocal() {
        return new ApiError(
                401,
                "invalid_request_error",
                "not_local",
                "Only programs on the gateway's own machine may use " + ROUTES
                        + ". Set GROQMETER_ADMIN_TOKEN at the gateway to use them from elsewhere.");
    }

    private static ApiError notFromOurPage() {
        return new ApiError(
                403,
                "invalid_request_error",
                "foreign_site",
                "A browser only changes something from the gateway's own pages (Origin). Programs send no Origin, or the"
                        + " admin token.");
    }

    /** What an address is told that has to wait. */
    public static ApiError tooMany(Duration wait) {
        return new ApiError(
                429,
                "invalid_request_error",
                "too_many_failed_attempts",
                "Too many wrong keys or tokens came from this address. Try again in " + (wait.toSeconds() + 1) + " s.");
    }
}
