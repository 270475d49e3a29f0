package io.groqmeter.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks Groq once for its list of models, with the gateway's key, and compares it. That costs nothing. */
final class ModelsCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PATH = "/openai/v1/models";

    private final UpstreamAddress root;
    private final String key;
    private final Duration patience;
    private final ModelComparison comparison;

    /** @param key of Groq's; empty when there is none */
    ModelsCheck(UpstreamAddress root, String key, ModelComparison comparison) {
        this(root, key, PATIENCE, comparison);
    }

    ModelsCheck(UpstreamAddress root, String key, Duration patience, ModelComparison comparison) {
        this.root = root;
        this.key = key;
        this.patience = patience;
        this.comparison = comparison;
    }

    List<CheckResult> run() {
        if (key.isEmpty()) {
            return fault("not asked: --online needs a Groq key. Set " + Setting.API_KEY.env()
                    + " in the environment or in .env");
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build();
        CompletableFuture<HttpResponse<byte[]>> asked;
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(root + PATH))
                    .header("Authorization", "Bearer " + key)
                    .header("Accept", "application/json")
                    .timeout(patience)
                    .build();
            asked = client.sendAsync(request, BodyHandlers.ofByteArray());
        } catch (IllegalArgumentException e) {
            return fault("not asked: " + Setting.API_KEY.env() + " contains characters that no key has; set it again");
        }
        try {
            return judged(asked.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return late();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause instanceof HttpTimeoutException ? late() : unreached(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fault("not asked: interrupted");
        } finally {
            asked.cancel(true);
        }
    }

    private List<CheckResult> judged(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            return fault(root + " refuses " + Setting.API_KEY.env() + " (" + status
                    + "): it is mistyped, revoked, or for another service. Create a new one in Groq's console");
        }
        if (status != 200) {
            return fault(
                    root + PATH + " answers " + status + " instead of a list; check --upstream, or try again later");
        }
        try {
            return comparison.with(ServedModel.list(answer.body()));
        } catch (IOException e) {
            return fault(root + PATH + " returns something other than a list of models (" + plain(e)
                    + "); check --upstream");
        }
    }

    private List<CheckResult> late() {
        return fault(root + PATH + " did not answer within " + patience.toSeconds()
                + " s; check the network, or try again later");
    }

    private List<CheckResult> unreached(Throwable cause) {
        return fault(root + " cannot be reached (" + cause.getClass().getSimpleName()
                + (cause.getMessage() == null ? "" : ": " + cause.getMessage())
                + "); check the network, or --upstream");
    }

    /** A parser's message without the text it quotes. */
    private static String plain(IOException fault) {
        return fault instanceof JsonProcessingException ? "not JSON" : String.valueOf(fault.getMessage());
    }

    private static List<CheckResult> fault(String detail) {
        return List.of(CheckResult.fault("models", detail));
    }
}
