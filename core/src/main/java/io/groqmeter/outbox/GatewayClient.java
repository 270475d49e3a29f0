package io.groqmeter.outbox;

import io.groqmeter.store.json.UsageLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client of a gateway's {@code POST /api/records}. Sending the same lines again changes nothing there. */
final class GatewayClient {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(20);

    private final URI records;
    private final @Nullable String key;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIME).build();

    /** @param key a key the gateway lets add records; null where it asks for none */
    GatewayClient(URI gateway, @Nullable String key) {
        this.records = URI.create(gateway.toString().replaceFirst("/+$", "") + "/api/records");
        this.key = key;
    }

    /** Whether an address is the gateway's. This machine has several names. */
    boolean isAt(URI address) {
        return hostAndPort(address).equals(hostAndPort(records));
    }

    private static String hostAndPort(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        String name = host.equals("localhost") || host.equals("[::1]") ? "127.0.0.1" : host;
        int defaultPort = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        return name + ":" + (address.getPort() < 0 ? defaultPort : address.getPort());
    }

    /** A line that the gateway rejects as invalid, and the status it answers. */
    record Refused(UsageLine line, int status) {}

    /**
     * Sends the lines in one request; if the gateway rejects that, each line by itself.
     *
     * @return the lines it rejects as invalid
     * @throws IOException when it accepts nothing at present; some may have been accepted
     */
    List<Refused> send(List<UsageLine> lines) throws IOException, InterruptedException {
        if (lines.isEmpty() || post(lines) == 200) {
            return List.of();
        }
        List<Refused> refused = new ArrayList<>();
        for (UsageLine line : lines) {
            int status = post(List.of(line));
            if (status != 200) {
                refused.add(new Refused(line, status));
            }
        }
        return refused;
    }

    /**
     * @return 200, or a status that says the lines are invalid
     * @throws IOException for every other status too: a missing permission, a wrong address, a rate limit
     */
    private int post(List<UsageLine> lines) throws IOException, InterruptedException {
        String body = lines.stream().map(UsageLine::text).collect(Collectors.joining("\n", "", "\n"));
        HttpRequest.Builder request = HttpRequest.newBuilder(records)
                .timeout(ANSWER_TIME)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
        return switch (status) {
            case 200, 400, 413, 422 -> status;
            default -> throw new IOException(this + " answers " + status);
        };
    }

    @Override
    public String toString() {
        return records.toString();
    }
}
