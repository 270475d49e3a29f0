package io.groqmeter.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.http.ApiError;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets requests to the gateway's own routes in, each by the right its route asks for. Any thread. */
public final class RouteAuthorizer {

    private static final Logger LOG = LoggerFactory.getLogger(RouteAuthorizer.class);
    private static final String ROUTES = "the meter's own routes";

    private final AccessOptions options;
    private final HostRule hosts;
    private final Sessions sessions;
    private final FailedAttempts failures;

    public RouteAuthorizer(AccessOptions options, HostRule hosts, Sessions sessions, FailedAttempts failures) {
        this.options = options;
        this.hosts = hosts;
        this.sessions = sessions;
        this.failures = failures;
    }

    /** The answer: who comes in, or why not. */
    public sealed interface AuthDecision {
        /** @param vouched whether a token or session was shown that is right, whatever it opens */
        record Admitted(Principal visitor, boolean vouched) implements AuthDecision {}

        record Refused(ApiError error) implements AuthDecision {}
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
     * @param peer the other end of its connection
     */
    public AuthDecision visit(Permission right, String method, HttpHeaders headers, InetAddress peer) {
        RequestSource source = source(headers, peer);
        InetAddress from = source.address();
        if (right == Permission.CALLER) {
            // Where the call is made: who shows a key of his own need not come by our name.
            return admit(from, false, Shown.NOTHING);
        }
        Shown shown = shown(headers);
        boolean mayScrape = right == Permission.METRICS && shown == Shown.METRICS_TOKEN;
        ApiError foreign = shown == Shown.ADMIN_TOKEN || mayScrape ? null : hosts.refusal(headers, ROUTES);
        boolean owner = shown == Shown.ADMIN_TOKEN
                || (foreign == null && (shown == Shown.SESSION || ownerByPlace(headers, source)));
        if (right == Permission.ANYBODY && !changes(method)) {
            return admit(from, owner, shown);
        }
        if (foreign != null) {
            return new AuthDecision.Refused(foreign);
        }
        if (right == Permission.ANYBODY) {
            return admit(from, owner, shown);
        }
        boolean byPage = shown == Shown.SESSION || headers.contains(HttpHeaderNames.ORIGIN);
        if (byPage && shown != Shown.ADMIN_TOKEN && changes(method) && !hosts.isFromOurPage(headers)) {
            return new AuthDecision.Refused(notFromOurPage());
        }
        if (owner || mayScrape) {
            return admit(from, owner, shown);
        }
        if (shown == Shown.WRONG && options.adminToken() != null) {
            Duration wait = failures.wait(from);
            if (failures.failed(from)) {
                LOG.warn("Refused a wrong token for {} from {}", ROUTES, from.getHostAddress());
            }
            if (!wait.isZero()) {
                return new AuthDecision.Refused(tooMany(wait));
            }
        }
        return new AuthDecision.Refused(options.adminToken() == null ? notLocal() : tokenNeeded(right));
    }

    /** What comes of showing a token at the login. */
    public sealed interface Login {
        /** It is the admin token, however many wrong ones came before. */
        record Right() implements Login {}

        record Wrong() implements Login {}

        /** It is wrong, and too many were. */
        record TooMany(Duration pause) implements Login {}
    }

    /** Looks at a token shown at the login. */
    public Login login(String token, InetAddress from) {
        if (same(token, options.adminToken())) {
            return new Login.Right();
        }
        Duration wait = failures.wait(from);
        if (failures.failed(from)) {
            LOG.warn("Refused a wrong admin token at /login from {}", from.getHostAddress());
        }
        return wait.isZero() ? new Login.Wrong() : new Login.TooMany(wait);
    }

    /** Where a request comes from, by the word of proxies that are trusted. */
    public RequestSource source(HttpHeaders headers, InetAddress peer) {
        return options.proxies().source(headers, peer);
    }

    /** Whether there is an admin token to log in with. */
    public boolean hasToken() {
        return options.adminToken() != null;
    }

    /** Whether a text is one of the gateway's own tokens, which open no call to Groq and must not be sent there. */
    public boolean isToken(String text) {
        return same(text, options.adminToken()) | same(text, options.metricsToken());
    }

    private static AuthDecision admit(InetAddress from, boolean owner, Shown shown) {
        boolean vouched = shown != Shown.NOTHING && shown != Shown.WRONG;
        return new AuthDecision.Admitted(new Principal(from, owner, shown == Shown.SESSION), vouched);
    }

    private boolean ownerByPlace(HttpHeaders headers, RequestSource from) {
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

    private static ApiError tokenNeeded(Permission right) {
        return new ApiError(
                401,
                "invalid_request_error",
                "admin_token_needed",
                (right == Permission.METRICS ? "The metrics need the metrics token or" : "This needs")
                        + " the admin token:"
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
                "Too many wrong keys or tokens came from this address. Try again in " + (wait.toSeconds() + 1)
                        + " s; a right one is taken at once.",
                Optional.of(wait));
    }
}
