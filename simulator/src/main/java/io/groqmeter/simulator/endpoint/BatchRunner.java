package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.CallArrival;
import io.groqmeter.simulator.book.SimulatorBooks;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Request;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the lines of a batch one by one and writes its output file; lines that fail go to its error file. */
final class BatchRunner {

    private static final String LINE_PREFIX = "/v1";

    private final FileStore files;
    private final Map<String, EndpointHandler> endpoints;
    private final SimulatorBooks books;

    /** @param endpoints that lines may use, by path without prefix */
    BatchRunner(FileStore files, Map<String, EndpointHandler> endpoints, SimulatorBooks books) {
        this.files = files;
        this.endpoints = endpoints;
        this.books = books;
    }

    Batch.Result run(Batch batch) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int[] counts = new int[2];
        String input = new String(files.get(batch.inputFile).content(), StandardCharsets.UTF_8);
        input.lines().filter(line -> !line.isBlank()).forEach(line -> {
            boolean good = runLine(batch.creator, line, output, errors);
            counts[good ? 0 : 1]++;
        });
        return new Batch.Result(
                counts[0],
                counts[1],
                store(batch.creator, "batch_output.jsonl", output),
                store(batch.creator, "batch_errors.jsonl", errors));
    }

    private boolean runLine(ApiCall creator, String line, ByteArrayOutputStream output, ByteArrayOutputStream errors) {
        String customId = "";
        ApiCall call = call(creator, creator.path, Json.object());
        Served served;
        try {
            ObjectNode json = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
            customId = json.path("custom_id").asText();
            String url = json.path("url").asText();
            String path = url.startsWith(LINE_PREFIX) ? url.substring(LINE_PREFIX.length()) : url;
            EndpointHandler endpoint = endpoints.get(path);
            if (endpoint == null || !(json.get("body") instanceof ObjectNode body)) {
                throw GroqError.invalid("a batch line needs a url of " + endpoints.keySet() + " and a body");
            }
            call = call(creator, path, body);
            served = endpoint.serve(call);
        } catch (GroqError refusal) {
            served = Served.refused(refusal.answer(), "", "batch");
        }
        boolean good = served.bill() != null;
        if (served.bill() != null) {
            CallArrival visit = new CallArrival(
                    call.id, call.now, CallerAliases.name(creator), call.path, served.model(), served.tier());
            books.enterBatchLine(visit, served.bill());
        }
        (good ? output : errors).writeBytes(Json.bytes(line(call, customId, served.answer())));
        (good ? output : errors).write('\n');
        return good;
    }

    private static ObjectNode line(ApiCall call, String customId, Answer answer) {
        ObjectNode line = Json.object()
                .put("id", Id.sortable("batch_req_out_", call.now.toEpochMilli(), call.random))
                .put("custom_id", customId);
        line.putObject("response")
                .put("status_code", answer.status())
                .put("request_id", call.id)
                .set("body", Json.parseObject(answer.body().chunks().get(0)));
        return line.putNull("error");
    }

    private static ApiCall call(ApiCall creator, String path, ObjectNode body) {
        Request request = new Request("POST", path, EmptyHttpHeaders.INSTANCE, Json.bytes(body));
        return new ApiCall(request, path, Control.NONE, creator.now, creator.random.split(), true);
    }

    private @Nullable String store(ApiCall creator, String name, ByteArrayOutputStream lines) {
        return lines.size() == 0
                ? null
                : files.add(creator, name, "batch_output", lines.toByteArray()).id();
    }
}
