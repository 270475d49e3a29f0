package io.groqmeter.gateway.alert.channel;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.gateway.alert.AlertRule;
import io.groqmeter.gateway.alert.AlertRuleJson;
import io.groqmeter.gateway.alert.Channel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code alerts.json} in the data folder: the channels and, optionally, rules. Secrets are in the environment, under the names the
 * file gives.
 *
 * @param channels by name, including the log
 * @param rules of the file
 */
public record AlertFile(Map<String, Channel> channels, List<AlertRule> rules) {

    public static final String NAME = "alerts.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public AlertFile {
        channels = Map.copyOf(channels);
        rules = List.copyOf(rules);
    }

    /**
     * Reads a folder's file; without one, there are the log and no rules.
     *
     * @param env holds the secrets
     * @throws IllegalArgumentException when it is not valid, with the reason: ignoring an alert that is configured would be worse
     */
    public static AlertFile read(Path folder, Map<String, String> env, InstantSource clock) {
        Path file = folder.resolve(NAME);
        Map<String, Channel> channels = new TreeMap<>(Map.of(AlertRule.LOG, new LogChannel()));
        List<AlertRule> rules = new ArrayList<>();
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            requireOnly(json, Set.of("channels", "rules"));
            json.path("channels")
                    .properties()
                    .forEach(channel ->
                            channels.put(channel.getKey(), channel(channel.getKey(), channel.getValue(), env, clock)));
            json.path("rules").forEach(rule -> rules.add(AlertRuleJson.read(rule)));
        } catch (NoSuchFileException e) {
            return new AlertFile(channels, rules);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read (" + e.getMessage() + "); fix or remove it", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        return new AlertFile(channels, rules);
    }

    private static Channel channel(String name, JsonNode json, Map<String, String> env, InstantSource clock) {
        try {
            if (name.equals(AlertRule.LOG)) {
                throw new IllegalArgumentException("'log' is the gateway's own log; choose another name");
            }
            return switch (json.path("type").asText("")) {
                case "webhook" -> {
                    requireOnly(json, Set.of("type", "url", "url_env", "secret_env"));
                    yield new WebhookChannel(url(json, env), secret(json, "secret_env", env), clock);
                }
                case "slack" -> {
                    requireOnly(json, Set.of("type", "url", "url_env"));
                    yield new SlackChannel(url(json, env));
                }
                case "mail" -> mail(json, env);
                default ->
                    throw new IllegalArgumentException("'type' is webhook, slack or mail, not '"
                            + json.path("type").asText() + "'");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("channel '" + name + "': " + e.getMessage(), e);
        }
    }

    private static Channel mail(JsonNode json, Map<String, String> env) {
        requireOnly(json, Set.of("type", "host", "port", "security", "user", "password_env", "from", "to"));
        String security = json.path("security").asText("starttls");
        if (!Set.of("starttls", "tls", "none").contains(security)) {
            throw new IllegalArgumentException("'security' is starttls, tls or none, not '" + security + "'");
        }
        int port = json.path("port").asInt(security.equals("tls") ? 465 : 587);
        List<String> to = new ArrayList<>();
        json.path("to").forEach(receiver -> to.add(receiver.asText()));
        if (to.isEmpty()) {
            throw new IllegalArgumentException("'to' lists no address");
        }
        String user = json.path("user").isTextual() ? json.path("user").asText() : null;
        return new MailChannel(
                new MailChannel.Server(required(json, "host"), port, security, user, secret(json, "password_env", env)),
                required(json, "from"),
                to);
    }

    private static String required(JsonNode json, String field) {
        String text = json.path(field).asText("").strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return text;
    }

    private static URI url(JsonNode json, Map<String, String> env) {
        String fromEnv = secret(json, "url_env", env);
        String text = fromEnv == null ? required(json, "url") : fromEnv;
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // reported below, without the address, which may be a secret
        }
        throw new IllegalArgumentException("its URL is not one with https:// and a host");
    }

    private static @Nullable String secret(JsonNode json, String field, Map<String, String> env) {
        if (!json.has(field)) {
            return null;
        }
        String name = json.path(field).asText("");
        String secret = env.getOrDefault(name, "").strip();
        if (secret.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + field + "' names " + name + ", which the environment does not have");
        }
        return secret;
    }

    private static void requireOnly(JsonNode json, Set<String> known) {
        json.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new IllegalArgumentException(
                        "unknown field '" + field + "'; it takes " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }
}
