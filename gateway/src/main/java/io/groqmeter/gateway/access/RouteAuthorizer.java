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

/** Authorizes requests to the gateway's own routes. Any thread. */
public final class RouteAuthorizer {

    private static final Logger LOG = LoggerFactory.getLogger(RouteAuthorizer.class);
    private static final String ROUTES = "the gateway's own routes";

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

    /** The decision: allowed for a principal, or denied. */
    public sealed interface AuthDecision {
        /** @param authenticated whether the request carried a valid token or session, of whatever permission */
        record Allowed(Principal principal, boolean authenticated) implements AuthDecision {}

        record Denied(ApiError error) implements AuthDecision {}
    }

    /** The credential a request carries. */
    private enum Credential {
        NONE,
        INVALID,
        METRICS_TOKEN,
        ADMIN_TOKEN,
        SESSION
    }

    /**
     * Authorizes a request.
     *
     * @param permission that its route requires
     * @param method its HTTP method
     * @param peer the other end of its connection
     */
    public AuthDecision authorize(Permission permission, String method, HttpHeaders headers, InetAddress peer) {
        RequestSource source = source(headers, peer);
        InetAddress from = source.address();
        if (permission == Permission.CALLER) {
            // Decided where the call is made: with a key of its own, a request need not use this gateway's name.
            return admit(from, false, Credential.NONE);
        }
        Credential credential = credential(headers);
        boolean mayScrape = permission == Permission.METRICS && credential == Credential.METRICS_TOKEN;
        ApiError crossSite = credential == Credential.ADMIN_TOKEN || mayScrape ? null : hosts.refusal(headers, ROUTES);
        boolean owner = credential == Credential.ADMIN_TOKEN
                || (crossSite == null && (credential == Credential.SESSION || isLocalOwner(headers, source)));
        if (permission == Permission.ANYBODY && !mutates(method)) {
            return admit(from, owner, credential);
        }
        if (crossSite != null) {
            return new AuthDecision.Denied(crossSite);
        }
        if (permission == Permission.ANYBODY) {
            return admit(from, owner, credential);
        }
        boolean fromBrowser = credential == Credential.SESSION || headers.contains(HttpHeaderNames.ORIGIN);
        if (fromBrowser && credential != Credential.ADMIN_TOKEN && mutates(method) && !hosts.isSameOrigin(headers)) {
            return new AuthDecision.Denied(crossOrigin());
        }
        if (owner || mayScrape) {
            return admit(from, owner, credential);
        }
        if (credential == Credential.INVALID && options.adminToken() != null) {
            Duration wait = failures.wait(from);
            if (failures.failed(from)) {
                LOG.warn("Refused a wrong token for {} from {}", ROUTES, from.getHostAddress());
            }
            if (!wait.isZero()) {
                return new AuthDecision.Denied(tooManyAttempts(wait));
            }
        }
        return new AuthDecision.Denied(options.adminToken() == null ? notLocal() : tokenRequired(permission));
    }

    /** The result of a login. */
    public sealed interface Login {
        /** The admin token, however many wrong ones came before. */
        record Accepted() implements Login {}

        record Rejected() implements Login {}

        /** Wrong, after too many wrong ones. */
        record Throttled(Duration retryAfter) implements Login {}
    }

    /** Checks the token of a login. */
    public Login login(String token, InetAddress from) {
        if (constantTimeEquals(token, options.adminToken())) {
            return new Login.Accepted();
        }
        Duration wait = failures.wait(from);
        if (failures.failed(from)) {
            LOG.warn("Refused a wrong admin token at /login from {}", from.getHostAddress());
        }
        return wait.isZero() ? new Login.Rejected() : new Login.Throttled(wait);
    }

    /** The source of a request, as reported by trusted proxies. */
    public RequestSource source(HttpHeaders headers, InetAddress peer) {
        return options.proxies().source(headers, peer);
    }

    /** Whether there is an admin token to log in with. */
    public boolean hasAdminToken() {
        return options.adminToken() != null;
    }

    /** Whether a text is one of the gateway's own tokens, which permit no call to Groq and must not be sent there. */
    public boolean isToken(String text) {
        return constantTimeEquals(text, options.adminToken()) | constantTimeEquals(text, options.metricsToken());
    }

    private static AuthDecision admit(InetAddress from, boolean owner, Credential credential) {
        boolean authenticated = credential != Credential.NONE && credential != Credential.INVALID;
        return new AuthDecision.Allowed(new Principal(from, owner, credential == Credential.SESSION), authenticated);
    }

    private boolean isLocalOwner(HttpHeaders headers, RequestSource from) {
        return options.adminToken() == null && hosts.isLocal(headers, from);
    }

    private Credential credential(HttpHeaders headers) {
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            String token = authorization.substring(7).strip();
            boolean admin = constantTimeEquals(token, options.adminToken());
            boolean metrics = constantTimeEquals(token, options.metricsToken());
            return admin ? Credential.ADMIN_TOKEN : metrics ? Credential.METRICS_TOKEN : Credential.INVALID;
        }
        return sessions.has(headers) ? Credential.SESSION : Credential.NONE;
    }

    /** In constant time. */
    private static boolean constantTimeEquals(String credential, @Nullable String token) {
        return token != null && MessageDigest.isEqual(credential.getBytes(UTF_8), token.getBytes(UTF_8));
    }

    private static boolean mutates(String method) {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    private static ApiError tokenRequired(Permission permission) {
        return new ApiError(
                401,
                "invalid_request_error",
                "admin_token_needed",
                (permission == Permission.METRICS ? "The metrics require the metrics token or" : "This requires")
                        + " the admin token:"
                        + " 'Authorization: Bearer …' with the gateway's GROQMETER_ADMIN_TOKEN; in a"
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

    private static ApiError crossOrigin() {
        return new ApiError(
                403,
                "invalid_request_error",
                "foreign_site",
                "Browsers may change something only from the gateway's own pages (Origin). Programs send no Origin, or the"
                        + " admin token.");
    }

    /** The error for an address that has to wait. */
    public static ApiError tooManyAttempts(Duration wait) {
        return new ApiError(
                429,
                "invalid_request_error",
                "too_many_failed_attempts",
                "Too many wrong keys or tokens from this address. Try again in " + (wait.toSeconds() + 1)
                        + " s; a valid one is accepted at once.",
                Optional.of(wait));
    }
}
