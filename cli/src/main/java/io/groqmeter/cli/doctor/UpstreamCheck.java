package io.groqmeter.cli.doctor;

import io.groqmeter.gateway.proxy.UpstreamAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Checks whether Groq can be reached, with a HEAD request without a key: it fetches nothing and costs nothing. Compares the clocks,
 * too.
 */
final class UpstreamCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final UpstreamAddress root;
    private final InstantSource clock;

    UpstreamCheck(UpstreamAddress root, InstantSource clock) {
        this.root = root;
        this.clock = clock;
    }

    CheckResult run() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + "/openai/v1/models"))
                .method("HEAD", BodyPublishers.noBody())
                .timeout(PATIENCE)
                .build();
        try {
            HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
            HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
            String detail = root + " answers (" + answer.statusCode() + ")";
            return skew(answer)
                    .map(skew -> CheckResult.remark(
                            "upstream",
                            detail + "; its clock and this one differ by " + skew.toSeconds()
                                    + " s: set this one, or days and prices may be wrong"))
                    .orElseGet(() -> CheckResult.fine("upstream", detail));
        } catch (IOException e) {
            return CheckResult.fault(
                    "upstream",
                    root + " cannot be reached (" + e.getClass().getSimpleName()
                            + (e.getMessage() == null ? "" : ": " + e.getMessage())
                            + "); check the network, or --upstream");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CheckResult.remark("upstream", "not asked: interrupted");
        }
    }

    private Optional<Duration> skew(HttpResponse<Void> answer) {
        try {
            return answer.headers()
                    .firstValue("date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .map(theirs -> Duration.between(theirs, clock.instant()).abs())
                    .filter(skew -> skew.compareTo(SKEW) > 0);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
