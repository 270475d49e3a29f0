package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One batch: created as validating, and run when it is first queried, unless cancelled before. */
final class Batch {

    /** The result of running a batch; a file id is null when there is no such file. */
    record Result(
            int completed,
            int failed,
            @Nullable String outputFile,
            @Nullable String errorFile) {}

    final ApiCall creator;
    final String inputFile;
    private final String id;
    private final String endpoint;
    private final String window;
    private String status = "validating";
    private @Nullable Result result;

    Batch(ApiCall creator, String inputFile, String endpoint, String window) {
        this.creator = creator;
        this.id = Id.sortable("batch_", creator.now.toEpochMilli(), creator.random);
        this.inputFile = inputFile;
        this.endpoint = endpoint;
        this.window = window;
    }

    String id() {
        return id;
    }

    boolean waiting() {
        return status.equals("validating");
    }

    void complete(Result outcome) {
        result = outcome;
        status = "completed";
    }

    void cancel() {
        if (waiting()) {
            status = "cancelled";
        }
    }

    ObjectNode json() {
        long created = creator.now.getEpochSecond();
        ObjectNode batch = Json.object()
                .put("id", id)
                .put("object", "batch")
                .put("endpoint", endpoint)
                .putNull("errors")
                .put("input_file_id", inputFile)
                .put("completion_window", window)
                .put("status", status)
                .put("output_file_id", result == null ? null : result.outputFile())
                .put("error_file_id", result == null ? null : result.errorFile())
                .put("created_at", created)
                .put("expires_at", created + 86_400);
        if (result != null) {
            batch.put("in_progress_at", created).put("finalizing_at", created).put("completed_at", created);
        }
        int completed = result == null ? 0 : result.completed();
        int failed = result == null ? 0 : result.failed();
        batch.putObject("request_counts")
                .put("total", completed + failed)
                .put("completed", completed)
                .put("failed", failed);
        return batch.putNull("metadata");
    }
}
