package io.groqmeter.groq;

import io.groqmeter.groq.json.ByteSearch;
import io.groqmeter.groq.json.JsonScanner;
import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.groq.json.JsonVisitor;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file's content. When it is a batch's output, each line is one answer of its own; a file of any other kind has none.
 *
 * <p>Downloading is free: the file itself uses nothing, its lines do. Of a line that is not at its end yet, no content is kept.
 */
public final class BatchAnswer implements AnswerReader, JsonVisitor<AnswerPlace> {

    /** Groq allows 50,000 requests a batch; what a hostile file lists beyond four times that is not read. */
    private static final int MOST_LINES = 200_000;

    /** The tier of every line, whether its body names it or not. */
    private static final String TIER = "batch";

    private final JsonScanner<AnswerPlace> json = new JsonScanner<>(AnswerPlace.LINE, this);
    private final ByteFeed feed = new ByteFeed(this::bytes);
    private final List<BatchLine> lines = new ArrayList<>();

    private AnswerNotes notes = new AnswerNotes(false);
    private @Nullable String requestId;
    private @Nullable String lineId;
    private @Nullable String customId;
    private boolean blank = true;
    private boolean answered;
    private boolean failed;
    private long status;

    @Override
    public void read(ByteBuffer bytes) {
        feed.read(bytes);
    }

    /** A raw line feed ends the line even when its JSON is broken; no JSON string has one. */
    private void bytes(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int end = ByteSearch.firstOf('\n', '\n', bytes, at, to);
            json.read(bytes, at, end);
            blank &= end == at;
            if (end < to && !blank) {
                startLine();
            }
            at = end + 1;
        }
    }

    private void startLine() {
        json.reset();
        blank = true;
        notes = new AnswerNotes(false);
        requestId = null;
        lineId = null;
        customId = null;
        answered = false;
        failed = false;
        status = 0;
    }

    @Override
    public void begin(AnswerPlace place) {
        switch (place) {
            case LINE_RESPONSE -> answered = true;
            default -> notes.begin(place);
        }
    }

    @Override
    public void value(AnswerPlace place, JsonValue value) {
        switch (place) {
            case LINE_ID -> lineId = value.text();
            case LINE_CUSTOM_ID -> customId = value.text();
            case LINE_REQUEST_ID -> requestId = value.text();
            case LINE_STATUS -> status = value.count().orElse(0);
            case LINE_RESPONSE -> {}
            case LINE_ERROR -> failed |= value.saysSomething();
            default -> notes.value(place, value);
        }
    }

    @Override
    public void end(AnswerPlace place) {
        if (place == AnswerPlace.BODY) {
            endLine();
        } else {
            notes.end(place);
        }
    }

    private void endLine() {
        String id = requestId != null ? requestId : lineId != null ? lineId : customId;
        if (id != null && (answered || failed) && lines.size() < MOST_LINES) {
            Usage used = notes.usage();
            boolean known = used.basis() != UsageBasis.UNKNOWN;
            int code = status > 0 && status < 1_000 ? (int) status : known ? 200 : 0;
            Usage usage = Call.answered(code) ? used : Usage.nothing();
            lines.add(new BatchLine(id, customId, code, notes.answer(usage, TIER, 0)));
        }
    }

    /** Whether a line has started and not ended. */
    public boolean withinLine() {
        return !blank;
    }

    /** Adds lines that were read elsewhere. */
    public void add(List<BatchLine> more) {
        lines.addAll(more);
    }

    /** Takes out the lines that have ended since the last time. */
    public List<BatchLine> take() {
        List<BatchLine> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public AnswerSummary answer() {
        return AnswerSummary.silent().with(Usage.nothing()).with(lines);
    }
}
