package io.groqmeter.gateway.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.access.RouteAuthorizer;
import io.groqmeter.gateway.access.Sessions;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/** {@code POST /login}: takes the admin token from the form and starts a session. */
public final class LoginResource implements Resource {

    private final RouteAuthorizer authorizer;
    private final Sessions sessions;
    private final boolean tls;

    /** @param tls whether browsers connect over TLS */
    public LoginResource(RouteAuthorizer authorizer, Sessions sessions, boolean tls) {
        this.authorizer = authorizer;
        this.sessions = sessions;
        this.tls = tls;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        String token = new QueryStringDecoder(new String(request.body(), UTF_8), UTF_8, false)
                .parameters()
                .getOrDefault("token", List.of(""))
                .get(0)
                .strip();
        RouteAuthorizer.Login login =
                authorizer.login(token, request.principal().address());
        if (login instanceof RouteAuthorizer.Login.Accepted) {
            return LocalResponse.seeOther("/").with("set-cookie", sessions.begin(tls));
        } else if (login instanceof RouteAuthorizer.Login.Throttled throttled) {
            long seconds = throttled.retryAfter().toSeconds() + 1;
            return LoginPage.form(request, 429, "login.wait", seconds).with("retry-after", Long.toString(seconds));
        }
        return LoginPage.form(request, 401, "login.wrong");
    }
}
