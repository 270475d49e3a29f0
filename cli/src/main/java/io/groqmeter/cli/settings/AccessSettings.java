package io.groqmeter.cli.settings;

import io.groqmeter.access.KeyBook;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.access.AddressBlock;
import io.groqmeter.gateway.access.Cors;
import io.groqmeter.gateway.access.KeylessAccess;
import io.groqmeter.gateway.access.TrustedProxies;
import io.groqmeter.gateway.http.ServerTls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may use the gateway, according to the settings. */
public final class AccessSettings {

    private static final int LEAST_TOKEN = 16;

    private AccessSettings() {}

    /** @throws CliException when a setting cannot be used */
    public static AccessOptions of(Settings settings) {
        List<String> hosts = list(settings, Setting.ALLOWED_HOSTS);
        for (String host : hosts) {
            if (!host.matches("(\\*\\.)?[^/:*\\s]+")) {
                throw CliException.misused(Setting.ALLOWED_HOSTS.env() + " lists names without scheme and port, such as"
                        + " meter.example.com or *.example.com, not '" + host + "'");
            }
        }
        return new AccessOptions(
                KeylessAccess.valueOf(settings.choice(Setting.KEYLESS).toUpperCase(Locale.ROOT)),
                token(settings, Setting.ADMIN_TOKEN),
                token(settings, Setting.METRICS_TOKEN),
                hosts,
                proxies(settings),
                cors(settings));
    }

    private static List<String> list(Settings settings, Setting setting) {
        return Arrays.stream(settings.text(setting).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static TrustedProxies proxies(Settings settings) {
        try {
            return new TrustedProxies(list(settings, Setting.TRUSTED_PROXIES).stream()
                    .map(AddressBlock::parse)
                    .toList());
        } catch (IllegalArgumentException e) {
            throw CliException.misused(Setting.TRUSTED_PROXIES.env() + ": " + e.getMessage());
        }
    }

    private static Cors cors(Settings settings) {
        List<String> origins = list(settings, Setting.CORS_ORIGINS);
        for (String origin : origins) {
            if (!origin.matches("\\*|null|[a-zA-Z][a-zA-Z0-9+.-]*://(\\*\\.)?[^/*\\s]+")) {
                throw CliException.misused(Setting.CORS_ORIGINS.env() + " lists origins: a scheme and a name with"
                        + " nothing after it, such as https://app.example.com, https://*.example.com or *, not '"
                        + origin + "'");
            }
        }
        return new Cors(origins);
    }

    private static @Nullable String token(Settings settings, Setting setting) {
        String token = settings.text(setting);
        if (!token.isEmpty() && token.length() < LEAST_TOKEN) {
            throw CliException.misused(setting.env() + " has " + token.length() + " characters and needs at least "
                    + LEAST_TOKEN + ", so that it cannot be guessed: openssl rand -hex 24");
        }
        return token.isEmpty() ? null : token;
    }

    /**
     * The server's certificate; null for plain HTTP.
     *
     * @throws CliException when it cannot be used
     */
    public static @Nullable ServerTls tls(Settings settings) {
        String certificate = settings.text(Setting.TLS_CERT);
        String key = settings.text(Setting.TLS_KEY);
        if (certificate.isEmpty() != key.isEmpty()) {
            throw CliException.misused("TLS needs both --tls-cert and --tls-key, or neither");
        }
        if (certificate.isEmpty()) {
            return null;
        }
        try {
            return ServerTls.of(Path.of(certificate), Path.of(key));
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the gateway listens on this machine only. */
    public static boolean loopback(Settings settings) {
        try {
            return InetAddress.getByName(settings.text(Setting.HOST)).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Refuses to listen to other machines without the settings that keep strangers out.
     *
     * @throws CliException that says what is missing
     */
    public static void checkBeyondLoopback(Settings settings, KeyBook keys, Instant now) {
        if (loopback(settings)) {
            return;
        }
        String opens = "--host " + settings.text(Setting.HOST) + " opens the gateway to other machines, which needs ";
        String orElse = "; or listen on 127.0.0.1";
        if (settings.text(Setting.ADMIN_TOKEN).isEmpty()) {
            throw CliException.misused(
                    opens + "an admin token for its own routes: set GROQMETER_ADMIN_TOKEN, for example"
                            + " to what 'openssl rand -hex 24' prints" + orElse);
        }
        if (!keys.ring().letsAnybodyIn(now)) {
            throw CliException.misused(opens
                    + (settings.choice(Setting.STORE).equals("memory")
                            ? "caller keys, but the memory store has none: leave out --store memory"
                            : "at least one caller key: groqmeter keys create NAME")
                    + orElse);
        }
    }
}
