package io.groqmeter.groq;

import io.groqmeter.groq.json.ByteSearch;
import io.groqmeter.groq.json.JsonOutline;
import io.groqmeter.groq.json.JsonScanner;
import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.groq.json.JsonVisitor;
import io.groqmeter.groq.multipart.FileSink;
import io.groqmeter.groq.multipart.MultipartReader;
import io.groqmeter.groq.multipart.Part;
import io.groqmeter.usage.BatchInput;
import io.groqmeter.usage.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A form that uploads a file. From a batch's input it takes the models of lines whose answers will not name them: Groq's answers
 * about audio name none.
 */
final class BatchUpload implements RequestReader, JsonVisitor<BatchUpload.Place> {

    /** Groq allows 50,000 requests a batch; what a hostile file lists beyond twice that is not read. */
    private static final int MOST_LINES = 100_000;

    /** More models than a batch can use. */
    private static final int MOST_MODELS = 32;

    /** The places of a line. */
    enum Place {
        LINE,
        CUSTOM_ID,
        URL,
        MODEL,
        AUDIO
    }

    private static final JsonOutline<Place> OUTLINE = JsonOutline.<Place>sketch()
            .keep("custom_id", Place.CUSTOM_ID)
            .keep("url", Place.URL)
            .keep("body.model", Place.MODEL)
            .keep("body.url", Place.AUDIO)
            .keep("", Place.LINE)
            .outline();

    private final MultipartReader form;
    private final JsonScanner<Place> json = new JsonScanner<>(OUTLINE, this);
    private final ByteFeed feed = new ByteFeed(this::bytes);
    private final Map<String, List<BatchInput.Line>> models = new TreeMap<>();

    private @Nullable String customId;
    private @Nullable String url;
    private @Nullable String model;
    private @Nullable String audio;
    private int lines;

    BatchUpload(String boundary) {
        form = new MultipartReader(boundary, Set.of(), Set.of(), new FileLines());
    }

    @Override
    public void read(ByteBuffer buffer) {
        form.read(buffer);
        buffer.position(buffer.limit());
    }

    @Override
    public RequestSummary summary() {
        return RequestSummary.nothing();
    }

    @Override
    public Optional<BatchInput> batch() {
        return models.isEmpty() ? Optional.empty() : Optional.of(new BatchInput(models));
    }

    /** A raw line feed ends the line even when its JSON is broken; no JSON string has one. */
    private void bytes(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int end = ByteSearch.firstOf('\n', '\n', bytes, at, to);
            json.read(bytes, at, end);
            if (end < to) {
                startLine();
            }
            at = end + 1;
        }
    }

    private void startLine() {
        json.reset();
        customId = null;
        url = null;
        model = null;
        audio = null;
    }

    @Override
    public void begin(Place place) {}

    @Override
    public void value(Place place, JsonValue value) {
        switch (place) {
            case CUSTOM_ID -> customId = value.text();
            case URL -> url = value.text();
            case MODEL -> model = value.text();
            case AUDIO -> audio = value.text();
            case LINE -> {}
        }
    }

    @Override
    public void end(Place place) {
        if (place == Place.LINE && customId != null && model != null && isSilent() && lines < MOST_LINES) {
            List<BatchInput.Line> asking = models.get(model);
            if (asking == null && models.size() < MOST_MODELS) {
                asking = new ArrayList<>();
                models.put(model, asking);
            }
            if (asking != null) {
                asking.add(new BatchInput.Line(BatchInput.hash(customId), audio == null ? 0 : BatchInput.hash(audio)));
                lines++;
            }
        }
    }

    /** Whether the answer to a line will not name the model. */
    private boolean isSilent() {
        String path =
                url == null ? "" : url.substring(url.startsWith("/v1/") ? 4 : url.startsWith("/openai/v1/") ? 11 : 0);
        return switch (Endpoint.ofPath(path)) {
            case CHAT, RESPONSES, EMBEDDINGS -> false;
            default -> true;
        };
    }

    /** The files of the form, line by line. */
    private final class FileLines implements FileSink {
        @Override
        public void begin(Part part) {
            startLine();
        }

        @Override
        public void read(ByteBuffer slice) {
            feed.read(slice);
        }

        @Override
        public void end() {
            startLine();
        }
    }
}
