package io.groqmeter.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The simulated Groq's books: each call that reached it. */
final class GroqBooks {

    /**
     * One call as Groq saw it.
     *
     * @param requests how often it arrived
     * @param bill its bill
     */
    record Seen(long requests, CallQuantities bill) {}

    private final JsonNode root;

    private GroqBooks(JsonNode root) {
        this.root = root;
    }

    /** Asks the simulator at that address. */
    static GroqBooks ask(String groq) throws IOException {
        try (InputStream books = URI.create(groq + "/__sim/books").toURL().openStream()) {
            return of(books);
        }
    }

    /** Reads the simulator's answer. */
    static GroqBooks of(InputStream books) throws IOException {
        return new GroqBooks(new ObjectMapper().readTree(books));
    }

    /** The call of that name, if it arrived. */
    Optional<Seen> seen(String call) {
        JsonNode callers = root.path("callers");
        JsonNode named = callers.path("user:" + call);
        JsonNode account = named.isMissingNode() ? callers.path("key:" + keyName(call)) : named;
        return account.isMissingNode() ? Optional.empty() : Optional.of(seen(account));
    }

    /** How many calls arrived in total. */
    long requests() {
        return root.path("total").path("requests").asLong();
    }

    private static Seen seen(JsonNode account) {
        return new Seen(
                account.path("requests").asLong(),
                new CallQuantities(
                        account.path("input_tokens").asLong(),
                        account.path("cached_input_tokens").asLong(),
                        account.path("output_tokens").asLong(),
                        account.path("billed_seconds").asLong(),
                        account.path("characters").asLong(),
                        new BigDecimal(account.path("cost_usd").asText())));
    }

    /** The simulator names a key by the first 12 hexadecimal digits of its SHA-256. */
    private static String keyName(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
