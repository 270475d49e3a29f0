package io.groqmeter.gateway.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.access.Entrance;
import io.groqmeter.gateway.access.Sessions;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Reply;
import io.groqmeter.gateway.local.Resource;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/** {@code POST /login}: takes the admin token from the form and begins a session. */
public final class LoginResource implements Resource {

    private final Entrance entrance;
    private final Sessions sessions;
    private final boolean tls;

    /** @param tls whether browsers come by TLS */
    public LoginResource(Entrance entrance, Sessions sessions, boolean tls) {
        this.entrance = entrance;
        this.sessions = sessions;
        this.tls = tls;
    }

    @Override
    public Reply answer(LocalRequest request) {
        String token = new QueryStringDecoder(new String(request.body(), UTF_8), UTF_8, false)
                .parameters()
                .getOrDefault("token", List.of(""))
                .get(0)
                .strip();
        Entrance.Login login = entrance.login(token, request.visitor().address());
        if (login instanceof Entrance.Login.Right) {
            return Reply.seeOther("/").with("set-cookie", sessions.begin(tls));
        } else if (login instanceof Entrance.Login.TooMany many) {
            long seconds = many.pause().toSeconds() + 1;
            return LoginPage.form(request, 429, "login.wait", seconds).with("retry-after", Long.toString(seconds));
        }
        return LoginPage.form(request, 401, "login.wrong");
    }
}
