package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.store.json.UsageLine;
import io.groqmeter.store.json.UsageLineReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/records}: takes calls into the books that a program metered in its own process, or that an API or an export of
 * groqmeter showed: a line of JSON each, an array or a page of them.
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
        List<UsageLine> lines = lines(request.body());
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

    private static List<UsageLine> lines(byte[] body) {
        try (UsageLineReader reader = new UsageLineReader(new ByteArrayInputStream(body))) {
            return lines(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of bytes in memory there is none
        }
    }

    private static List<UsageLine> lines(UsageLineReader reader) throws IOException {
        List<UsageLine> lines = new ArrayList<>();
        try {
            for (UsageLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
            return lines;
        } catch (JsonProcessingException e) {
            throw cannotBeUsed(reader.line(), e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw cannotBeUsed(reader.line(), e.getMessage());
        }
    }

    private static BadRequest cannotBeUsed(long line, @Nullable String why) {
        return new BadRequest("bad_record", "Line " + line + " cannot be used: " + why);
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
