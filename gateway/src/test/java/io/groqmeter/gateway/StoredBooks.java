package io.groqmeter.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/** A gateway whose books already contain what a test puts in, at 12:30 UTC on 2026-11-22; without an upstream. */
public final class StoredBooks implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Instant NOW = Instant.parse("2026-11-22T12:30:00Z");

    private final RunningGateway gateway;

    public StoredBooks(UsageRecord... records) {
        this(ZoneId.of("UTC"), records);
    }

    public StoredBooks(ZoneId zone, UsageRecord... records) {
        InMemoryUsageStore store = new InMemoryUsageStore(new UsageCalendar(zone));
        store.append(new UsageBatch(List.of(), List.of(records)));
        gateway = RunningGateway.at(InstantSource.fixed(NOW), store);
    }

    private StoredBooks(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /** The same on another day than today, for answers that depend on it; days are in UTC. */
    public static StoredBooks at(String instant, UsageRecord... records) {
        StoredBooks books = new StoredBooks(RunningGateway.at(InstantSource.fixed(Instant.parse(instant))));
        books.gateway.store().append(new UsageBatch(List.of(), List.of(records)));
        return books;
    }

    /** Records calls as open. */
    public StoredBooks open(OpenCall... calls) {
        gateway.store().append(new UsageBatch(List.of(calls), List.of()));
        return this;
    }

    public RunningGateway gateway() {
        return gateway;
    }

    public HttpResponse<String> get(String path, String... headers) {
        try {
            return gateway.get(path, headers);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("GET " + path + " failed", e);
        }
    }

    /** The body of an answer that must be 200. */
    public JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return parse(answer.body());
    }

    /** The message of an answer that must be an error of that status. */
    public String error(int status, String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != status) {
            throw new AssertionError("GET " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return parse(answer.body()).at("/error/message").asText();
    }

    public static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
