package io.groqmeter.cli.serve;

import io.groqmeter.cli.settings.AccessSettings;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.gateway.GatewayOptions;
import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.http.ClientLimits;
import io.groqmeter.gateway.http.ServerTls;
import io.groqmeter.gateway.proxy.OnAbort;
import io.groqmeter.gateway.proxy.ProxyOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The gateway's options by the settings. */
final class GatewaySettings {

    private GatewaySettings() {}

    /**
     * Reads all of them, so that one that cannot be used is told before the books are touched.
     *
     * @return the options, once there is the secret that comes with the books
     */
    static Function<byte[], GatewayOptions> read(Settings settings, @Nullable ServerTls tls) {
        AccessOptions access = AccessSettings.of(settings);
        String key = settings.text(Setting.API_KEY);
        OnAbort onAbort = OnAbort.valueOf(settings.choice(Setting.ON_ABORT).toUpperCase(Locale.ROOT));
        ProxyOptions proxy = ProxyOptions.to(settings.upstream())
                .withApiKey(key.isEmpty() ? null : key)
                .withMetering(settings.metering())
                .withOnAbort(onAbort, settings.drainTime())
                .withVerboseAudioUrls(settings.choice(Setting.AUDIO_URL).equals("verbose"));
        int port = settings.port();
        ClientLimits limits = ClientLimits.defaults()
                .withMaxConnections(settings.mostConnections())
                .withMaxPerAddress(settings.mostConnectionsOfOne())
                .withMinRate(settings.requestPace());
        Duration shutdownTime = settings.shutdownTime();
        Locale locale = settings.locale();
        return secret -> new GatewayOptions(
                settings.text(Setting.HOST),
                port,
                limits,
                proxy,
                access,
                tls,
                secret,
                settings.text(Setting.MODEL),
                shutdownTime,
                locale);
    }
}
