package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.access.CallerKey;
import io.groqmeter.access.CallerKeyJson;
import io.groqmeter.access.KeyBook;
import io.groqmeter.access.LiveKeyRing;
import io.groqmeter.budget.rules.KnownNames;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.store.UsageStore;
import io.groqmeter.text.Dollars;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/keys}: lists, creates, rotates and revokes caller keys. A change is in force when the answer comes. The key itself is
 * only in the answer that created it.
 */
public final class KeysResource {

    private static final Logger LOG = LoggerFactory.getLogger(KeysResource.class);

    private final KeyBook book;
    private final LiveKeyRing ring;
    private final UsageStore store;
    private final Supplier<KnownNames> names;
    private final InstantSource clock;

    /**
     * @param ring by which this gateway recognises callers
     * @param store with each key's usage
     * @param names known so far
     */
    public KeysResource(
            KeyBook book, LiveKeyRing ring, UsageStore store, Supplier<KnownNames> names, InstantSource clock) {
        this.book = book;
        this.ring = ring;
        this.store = store;
        this.names = names;
        this.clock = clock;
    }

    /** {@code GET /api/keys}: every key, including expired and revoked ones, with its cost. */
    public LocalResponse list(LocalRequest request) {
        List<CallerKey> keys = book.all();
        Instant now = clock.instant();
        Map<String, KeyUsage> usage =
                KeyUsage.read(store, keys.stream().map(CallerKey::name).toList(), now);
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (CallerKey key : keys) {
                json.writeStartObject();
                CallerKeyJson.fields(json, key, now);
                write(json, usage.get(key.name()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, @Nullable KeyUsage usage) throws IOException {
        Objects.requireNonNull(usage, "every key's use is read");
        json.writeNumberField("calls", usage.calls());
        json.writeStringField("cost_usd", Dollars.digits(usage.cost()));
        LocalDate last = usage.lastDay();
        json.writeStringField("last_used_on", last == null ? null : last.toString());
    }

    /** {@code POST /api/keys}: creates a key. */
    public LocalResponse create(LocalRequest request) {
        KeyBook.Wish wish = KeyRequest.read(request.body(), store.calendar());
        if (book.find(wish.name()).isPresent()) {
            throw conflict(
                    "key_exists",
                    "A caller key '" + wish.name()
                            + "' exists or existed, and calls are recorded under its name. Choose another, or rotate it.");
        }
        return issued(201, "created", request, () -> book.create(wish));
    }

    /** {@code POST /api/keys/{name}/rotate}: replaces a key. */
    public LocalResponse rotate(LocalRequest request) {
        String name = unrevoked(request);
        return issued(200, "rotated", request, () -> book.rotate(name, KeyRequest.grace(request.body())));
    }

    /** {@code POST /api/keys/{name}/revoke}: revokes a key permanently. */
    public LocalResponse revoke(LocalRequest request) {
        CallerKey key = book.revoke(unrevoked(request));
        ring.refresh();
        audit("revoked", key, request);
        return LocalResponse.json(json -> CallerKeyJson.write(json, key, clock.instant()));
    }

    private LocalResponse issued(int status, String what, LocalRequest request, Supplier<KeyBook.Issued> issue) {
        KeyBook.Issued issued;
        try {
            issued = issue.get();
        } catch (IllegalArgumentException e) {
            throw new BadRequest("unusable_key", String.valueOf(e.getMessage()));
        }
        ring.refresh();
        audit(what, issued.key(), request);
        Doubt doubt =
                names.get().doubts(issued.key().models()).stream().findFirst().orElse(null);
        return LocalResponse.json(status, json -> {
            json.writeStartObject();
            CallerKeyJson.fields(json, issued, clock.instant());
            EditableRules.write(json, doubt);
            json.writeEndObject();
        });
    }

    private String unrevoked(LocalRequest request) {
        String name = request.variable("name");
        CallerKey key = book.find(name)
                .orElseThrow(() -> new BadRequest(ApiError.notFound("There is no caller key '" + name + "'.")));
        if (key.revokedAt() != null) {
            throw conflict(
                    "key_revoked",
                    "The caller key '" + name + "' was revoked at " + key.revokedAt() + "; create another.");
        }
        return name;
    }

    private static BadRequest conflict(String code, String message) {
        return new BadRequest(new ApiError(409, "invalid_request_error", code, message));
    }

    /** Logs every change of who may call. */
    private static void audit(String what, CallerKey key, LocalRequest request) {
        LOG.info(
                "The caller key '{}' was {} over HTTP by an owner from {}",
                key.name(),
                what,
                request.principal().address().getHostAddress());
    }
}
