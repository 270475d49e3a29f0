package io.groqmeter.gateway.alert.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.gateway.alert.Alert;
import io.groqmeter.gateway.alert.Channel;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Posts to an incoming webhook of Slack, Mattermost, Rocket.Chat or Discord's {@code /slack}. */
final class SlackChannel implements Channel {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebhookPost post;

    SlackChannel(URI url) {
        this.post = new WebhookPost(url);
    }

    @Override
    public void send(Alert alert) throws IOException {
        // These three are Slack's markup for links and mentions.
        String text = alert.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        post.json(
                JSON.createObjectNode()
                        .put("text", ":warning: " + text + " (" + alert.rule() + ")")
                        .toString(),
                Map.of());
    }
}
