package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.wire.Answer;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /batches}: create, list, query and cancel. Thread-safe: batches change one at a time. */
final class BatchEndpoint implements EndpointHandler {

    private final FileStore files;
    private final BatchRunner runner;
    private final Map<String, Batch> batches = new LinkedHashMap<>();

    BatchEndpoint(FileStore files, BatchRunner runner) {
        this.files = files;
        this.runner = runner;
    }

    synchronized void clear() {
        batches.clear();
    }

    @Override
    public synchronized Served serve(ApiCall call) {
        String[] path = call.path.substring(1).split("/");
        String method = call.reads() ? "GET" : call.request.method();
        if (path.length == 1 && method.equals("POST")) {
            return json(create(call).json());
        }
        if (path.length == 1 && method.equals("GET")) {
            return json(list());
        }
        if (path.length == 2 && method.equals("GET")) {
            return json(looked(batch(path[1])).json());
        }
        if (path.length == 3 && path[2].equals("cancel") && method.equals("POST")) {
            Batch batch = batch(path[1]);
            batch.cancel();
            return json(batch.json());
        }
        throw GroqError.unknownUrl(call.request.method(), call.request.path());
    }

    private Batch create(ApiCall call) {
        ObjectNode json = call.json();
        for (String member : new String[] {"input_file_id", "endpoint", "completion_window"}) {
            if (!json.path(member).isTextual()) {
                throw GroqError.missing(member);
            }
        }
        String input = files.get(json.get("input_file_id").asText()).id();
        Batch batch = new Batch(
                call,
                input,
                json.get("endpoint").asText(),
                json.get("completion_window").asText());
        batches.put(batch.id(), batch);
        return batch;
    }

    private ObjectNode list() {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        batches.values().forEach(batch -> data.add(looked(batch).json()));
        return list;
    }

    private Batch looked(Batch batch) {
        if (batch.waiting()) {
            batch.complete(runner.run(batch));
        }
        return batch;
    }

    private Batch batch(String id) {
        Batch batch = batches.get(id);
        if (batch == null) {
            throw GroqError.notFound("batch", id);
        }
        return batch;
    }

    private static Served json(ObjectNode body) {
        return Served.free(Answer.json(200, Json.bytes(body)));
    }
}
