package io.groqmeter.exchange;

import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.BatchAnswer;
import io.groqmeter.groq.BatchLine;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A stretch of a file that passes, or has passed. Its lines are read as they pass. The rest of a line that began before it is kept, in
 * memory, until what stands before has passed too. One thread at a time.
 */
final class Download implements AnswerReader {

    /** The longest rest of a line that is kept: an answer of a model's most tokens has some hundred thousand bytes. */
    private static final int LONGEST_REST = 1024 * 1024;

    private long from;
    private long at;
    private OptionalLong total;
    private long toSkip;
    private BatchAnswer lines = new BatchAnswer();
    private ByteArrayOutputStream rest = new ByteArrayOutputStream(0);

    /** Whether what passes may still be the rest of a line that began before. */
    private boolean inRest;

    private boolean restLost;

    Download(ContentRange range) {
        from = range.from();
        at = range.from();
        total = range.total();
        inRest = from > 0;
    }

    @Override
    public void read(ByteBuffer bytes) {
        int known = (int) Math.min(toSkip, bytes.remaining());
        toSkip -= known;
        bytes.position(bytes.position() + known);
        at += bytes.remaining();
        if (inRest) {
            keepRest(bytes.duplicate());
        }
        // A rest may be a whole line; what is none says nothing to the reader.
        lines.read(bytes);
    }

    private void keepRest(ByteBuffer bytes) {
        while (inRest && bytes.hasRemaining()) {
            byte next = bytes.get();
            restLost |= rest.size() == LONGEST_REST;
            if (!restLost) {
                rest.write(next);
            }
            inRest = next != '\n';
        }
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public AnswerSummary answer() {
        return lines.answer();
    }

    /** Takes out the lines that have ended since the last time. */
    List<BatchLine> take() {
        return lines.take();
    }

    /** How many bytes of the file are kept. */
    int keptBytes() {
        return rest.size();
    }

    /** Whether there is something before it that has not passed. */
    boolean beginsWithin() {
        return from > 0;
    }

    /** Whether a line has begun at its end. */
    boolean endsWithin() {
        return lines.withinLine();
    }

    boolean isComplete() {
        return from == 0 && total.isPresent() && at >= total.getAsLong();
    }

    /** Whether it came as far as that range's beginning, so that the range goes on where it ended. */
    boolean reaches(ContentRange range) {
        return isSameFile(range.total()) && from <= range.from() && range.from() <= at;
    }

    private boolean isSameFile(OptionalLong other) {
        return total.isEmpty() || other.isEmpty() || total.equals(other);
    }

    void resume(ContentRange range) {
        toSkip = at - range.from();
        total = total.isPresent() ? total : range.total();
    }

    /**
     * Takes in another one that has ended, if the two touch. What has passed of a line in both is read whole then.
     *
     * @return whether it was taken in
     */
    boolean join(Download other) {
        if (!isSameFile(other.total)) {
            return false;
        }
        if (from <= other.from && other.from <= at && !other.restLost) {
            append(other);
            return true;
        }
        if (other.from < from && from <= other.at && !restLost) {
            other.append(this);
            from = other.from;
            at = other.at;
            total = total.isPresent() ? total : other.total;
            lines = other.lines;
            rest = other.rest;
            inRest = other.inRest;
            restLost = other.restLost;
            return true;
        }
        return false;
    }

    private void append(Download later) {
        List<BatchLine> ended = new ArrayList<>(lines.take());
        ended.addAll(later.lines.take());
        if (later.at > at) {
            byte[] bytes = later.rest.toByteArray();
            int known = (int) Math.min(at - later.from, bytes.length);
            ByteBuffer more = ByteBuffer.wrap(bytes, known, bytes.length - known);
            if (inRest) {
                keepRest(more);
                lines = later.lines;
            } else {
                lines.read(more);
                ended.addAll(lines.take());
                lines = later.inRest ? lines : later.lines;
            }
            at = later.at;
        }
        lines.add(ended);
    }
}
