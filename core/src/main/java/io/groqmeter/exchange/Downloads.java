package io.groqmeter.exchange;

import io.groqmeter.groq.BatchLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that are downloaded in pieces: resumed after a break, or in several ranges at once. For an hour the extent of each piece is
 * kept, so that a line across two of them is read whole, whichever comes first. In memory only, and bounded. Thread-safe.
 */
public final class Downloads {

    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_FILES = 64;
    private static final int MOST_PIECES = 64;
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final Map<File, Pieces> files = new LinkedHashMap<>();

    /**
     * A file of one caller; bytes of different callers are never joined.
     *
     * @param path below {@code /openai/v1/}
     * @param caller the key as recorded; null when unknown
     */
    public record File(String path, @Nullable String caller) {}

    /** The pieces of a file that have ended. */
    private record Pieces(Instant since, List<Download> ended) {

        int bytes() {
            return ended.stream().mapToInt(Download::keptBytes).sum();
        }
    }

    /** Starts a piece: continues one that reached its start, or creates one. */
    synchronized Download begin(File file, ContentRange range, Instant now) {
        forget(now);
        Pieces pieces = files.get(file);
        if (pieces != null) {
            for (Download before : pieces.ended) {
                if (before.reaches(range)) {
                    pieces.ended.remove(before);
                    before.resume(range);
                    return before;
                }
            }
        }
        return new Download(range);
    }

    /**
     * Ends a piece: merges it with its neighbours, and keeps it for later ones unless the file is complete.
     *
     * @return its lines that were not returned before
     */
    synchronized List<BatchLine> end(File file, Download piece, Instant now) {
        Pieces pieces = files.computeIfAbsent(file, fresh -> new Pieces(now, new ArrayList<>()));
        for (boolean joined = true; joined; ) {
            joined = pieces.ended.removeIf(piece::join);
        }
        if (!piece.isComplete() && pieces.ended.size() < MOST_PIECES) {
            pieces.ended.add(piece);
        }
        if (pieces.ended.isEmpty()) {
            files.remove(file);
        }
        if (piece.beginsWithin() || (piece.endsWithin() && !piece.isComplete())) {
            LOG.info(
                    "Not all of {} has passed; only its complete lines are recorded. What passes of it within an hour is"
                            + " joined to it.",
                    file.path);
        }
        forget(now);
        return piece.take();
    }

    private void forget(Instant now) {
        int bytes = files.values().stream().mapToInt(Pieces::bytes).sum();
        Iterator<Pieces> oldest = files.values().iterator();
        while (oldest.hasNext()) {
            Pieces pieces = oldest.next();
            if (files.size() <= MOST_FILES && bytes <= MOST_BYTES && pieces.since.isAfter(now.minus(KEPT))) {
                return;
            }
            bytes -= pieces.bytes();
            oldest.remove();
        }
    }
}
