package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.store.json.UsageLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code POST /api/records}: takes calls into the books that a program metered in its own process, a line of JSON each.
 *
 * <p>All or none: the answer comes when all are on disk. One whose id is known changes nothing, so a sender that got no answer sends
 * the same again.
 */
public final class RecordsResource implements Resource {

    private static final long PATIENCE_SECONDS = 10;

    private final RemoteCalls calls;

    /** @param calls takes them */
    public RecordsResource(RemoteCalls calls) {
        this.calls = calls;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        List<UsageLine> lines = lines(new String(request.body(), UTF_8));
        List<CompletableFuture<?>> writing = new ArrayList<>();
        int added = 0;
        for (UsageLine line : lines) {
            if (line instanceof UsageLine.Opened opened) {
                writing.add(calls.opened(opened.call()));
            } else if (line instanceof UsageLine.Settled settled) {
                RemoteCalls.Taken taken = calls.settled(settled.record());
                writing.add(taken.onDisk());
                added += taken.added() ? 1 : 0;
            }
        }
        await(CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new)));
        int records = added;
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeNumberField("lines", lines.size());
            json.writeNumberField("records_added", records);
            json.writeEndObject();
        });
    }

    private static List<UsageLine> lines(String body) {
        List<UsageLine> lines = new ArrayList<>();
        int number = 0;
        for (String line : body.split("\n")) {
            number++;
            if (!line.isBlank()) {
                lines.add(line(line, number));
            }
        }
        return lines;
    }

    private static UsageLine line(String line, int number) {
        try {
            return UsageLine.read(line);
        } catch (IOException e) {
            throw new BadRequest("bad_record", "Line " + number + " cannot be used: " + e.getMessage());
        }
    }

    private static void await(CompletableFuture<?> written) {
        try {
            written.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw notTaken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notTaken();
        }
    }

    private static BadRequest notTaken() {
        return new BadRequest(new ApiError(
                503,
                "api_error",
                "records_not_taken",
                "The books accept nothing at the moment. Send the same lines again later; none counts twice."));
    }
}
