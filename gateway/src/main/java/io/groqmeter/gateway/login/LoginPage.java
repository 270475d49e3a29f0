package io.groqmeter.gateway.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.access.RouteAuthorizer;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.Messages;
import java.util.Locale;

/** {@code GET /login}: the form; redirects to the page when no login is needed. */
public final class LoginPage implements Resource {

    /** Like the other pages', and the form may be submitted here. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private final RouteAuthorizer authorizer;

    public LoginPage(RouteAuthorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        return !authorizer.hasAdminToken() || request.principal().owner()
                ? LocalResponse.seeOther("/")
                : form(request, 200, "login.why");
    }

    /**
     * The form with a message above it, in the browser's language. A stricter referrer policy would make the browser send {@code
     * Origin: null} with it.
     */
    static LocalResponse form(LocalRequest request, int status, String message, Object... values) {
        String acceptLanguage = request.headers().get("accept-language", "");
        Locale locale =
                acceptLanguage.toLowerCase(Locale.ROOT).startsWith("es") ? Locale.forLanguageTag("es") : Locale.ENGLISH;
        Messages words = Messages.beside(LoginPage.class, locale);
        String html = """
                <!doctype html>
                <html lang="%s">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark">
                  <title>groqmeter</title>
                  <link rel="icon" href="/page/icon.svg" type="image/svg+xml">
                  <link rel="stylesheet" href="/page/tokens.css">
                  <link rel="stylesheet" href="/page/page.css">
                  <script src="/page/theme.js"></script>
                </head>
                <body>
                  <main class="login">
                    <h1 class="wordmark"><img src="/page/icon.svg" alt="" width="24" height="24">groqmeter</h1>
                    <form method="post" action="/login" class="card">
                      <p role="status">%s</p>
                      <label>%s <input name="token" type="password" required autofocus autocomplete="current-password"></label>
                      <button class="main">%s</button>
                    </form>
                  </main>
                </body>
                </html>
                """.formatted(
                locale.getLanguage(), words.say(message, values), words.say("login.token"), words.say("login.enter"));
        return new LocalResponse(status, "text/html; charset=utf-8", html.getBytes(UTF_8))
                .with("content-security-policy", POLICY)
                .with("referrer-policy", "same-origin")
                .with("vary", "accept-language");
    }
}
