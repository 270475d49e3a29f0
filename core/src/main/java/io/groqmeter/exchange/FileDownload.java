package io.groqmeter.exchange;

import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.BatchLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call's part in the download of a file, of which other calls may fetch other ranges. Not thread-safe. */
final class FileDownload {

    private final Downloads downloads;
    private final Downloads.File file;
    private @Nullable Download piece;

    FileDownload(Downloads downloads, Downloads.File file) {
        this.downloads = downloads;
        this.file = file;
    }

    /** A reader for the answer's body; empty when its head does not say which part of the file it is. */
    Optional<AnswerReader> reader(AnswerType type, Instant now) {
        piece = type.range().map(range -> downloads.begin(file, range, now)).orElse(null);
        return Optional.ofNullable(piece);
    }

    /** The batch lines that are complete now: of this call's part, and of parts fetched before that it adjoins. */
    List<BatchLine> lines(AnswerSummary answer, Instant now) {
        return piece == null ? answer.lines() : downloads.end(file, piece, now);
    }
}
