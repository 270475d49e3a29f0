package io.groqmeter.gateway.login;

import io.groqmeter.gateway.access.Sessions;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;

/** {@code POST /logout}: ends the browser's session. */
public final class LogoutResource implements Resource {

    private final Sessions sessions;

    public LogoutResource(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        return LocalResponse.seeOther("/login").with("set-cookie", sessions.end(request.headers()));
    }
}
