package io.groqmeter.gateway.alert.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.access.KeyedHash;
import io.groqmeter.gateway.alert.Alert;
import io.groqmeter.gateway.alert.AlertDeliveryJson;
import io.groqmeter.gateway.alert.Channel;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Posts the alert as JSON.
 *
 * <p>With a secret, it is signed: {@code x-groqmeter-signature: sha256=} and the HMAC-SHA256, in hexadecimal, of {@code
 * x-groqmeter-timestamp} (seconds since 1970), a dot, and the body's bytes. {@code x-groqmeter-alert-id} is the alert's id.
 */
final class WebhookChannel implements Channel {

    private final WebhookPost post;
    private final @Nullable KeyedHash signature;
    private final InstantSource clock;

    WebhookChannel(URI url, @Nullable String secret, InstantSource clock) {
        this.post = new WebhookPost(url);
        this.signature = secret == null ? null : new KeyedHash(secret.getBytes(UTF_8));
        this.clock = clock;
    }

    @Override
    public void send(Alert alert) throws IOException {
        String body = AlertDeliveryJson.write(alert).toString();
        Map<String, String> headers = new TreeMap<>(Map.of("x-groqmeter-alert-id", alert.id()));
        if (signature != null) {
            String timestamp = Long.toString(clock.instant().getEpochSecond());
            headers.put("x-groqmeter-timestamp", timestamp);
            headers.put("x-groqmeter-signature", "sha256=" + signature.hex(timestamp + "." + body));
        }
        post.json(body, headers);
    }
}
