package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.endpoint.FileStore.StoredFile;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;

/** {@code /files}: upload, list, query, download and delete. */
final class FileEndpoint implements EndpointHandler {

    private final FileStore files;

    FileEndpoint(FileStore files) {
        this.files = files;
    }

    @Override
    public Served serve(ApiCall call) {
        String[] path = call.path.substring(1).split("/");
        String method = call.reads() ? "GET" : call.request.method();
        boolean content = path.length == 3 && path[2].equals("content");
        if (path.length == 1 && method.equals("POST")) {
            return json(upload(call).json());
        }
        if (path.length == 1 && method.equals("GET")) {
            return json(list());
        }
        if (path.length == 2 && method.equals("GET")) {
            return json(files.get(path[1]).json());
        }
        if (content && method.equals("GET")) {
            return Served.free(Answer.of(
                    200,
                    "application/octet-stream",
                    new Body.Whole(files.get(path[1]).content())));
        }
        if (path.length == 2 && method.equals("DELETE")) {
            files.remove(path[1]);
            return json(Json.object().put("id", path[1]).put("object", "file").put("deleted", true));
        }
        throw GroqError.unknownUrl(call.request.method(), call.request.path());
    }

    private StoredFile upload(ApiCall call) {
        Multipart form = Multipart.of(call.request);
        Multipart.Part file = form.part("file");
        if (file == null) {
            throw GroqError.missing("file");
        }
        if (!"batch".equals(form.text("purpose"))) {
            throw GroqError.invalid("purpose must be batch");
        }
        return files.add(call, file.filename() == null ? "upload.jsonl" : file.filename(), "batch", file.bytes());
    }

    private ObjectNode list() {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        files.all().forEach(file -> data.add(file.json()));
        return list;
    }

    private static Served json(ObjectNode body) {
        return Served.free(Answer.json(200, Json.bytes(body)));
    }
}
