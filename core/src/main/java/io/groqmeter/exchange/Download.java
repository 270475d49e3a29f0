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
 * A range of a file that is being downloaded, or was. Its lines are read as they pass. The tail of a line that started before the range
 * is kept in memory until the part before has passed too. One thread at a time.
 */
final class Download implements AnswerReader {

    /** The longest tail that is kept; the longest answers of models have some hundred thousand bytes. */
    private static final int LONGEST_TAIL = 1024 * 1024;

    private long from;
    private long at;
    private OptionalLong total;
    private long toSkip;
    private BatchAnswer lines = new BatchAnswer();
    private ByteArrayOutputStream tail = new ByteArrayOutputStream(0);

    /** Whether what passes may still be the tail of a line that started before. */
    private boolean inTail;

    private boolean tailLost;

    Download(ContentRange range) {
        from = range.from();
        at = range.from();
        total = range.total();
        inTail = from > 0;
    }

    @Override
    public void read(ByteBuffer bytes) {
        int known = (int) Math.min(toSkip, bytes.remaining());
        toSkip -= known;
        bytes.position(bytes.position() + known);
        at += bytes.remaining();
        if (inTail) {
            keepTail(bytes.duplicate());
        }
        // The tail may be a whole line; if not, the reader ignores it.
        lines.read(bytes);
    }

    private void keepTail(ByteBuffer bytes) {
        while (inTail && bytes.hasRemaining()) {
            byte next = bytes.get();
            tailLost |= tail.size() == LONGEST_TAIL;
            if (!tailLost) {
                tail.write(next);
            }
            inTail = next != '\n';
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

    /** Removes and returns the lines completed so far. */
    List<BatchLine> take() {
        return lines.take();
    }

    /** The bytes of the file that are kept. */
    int keptBytes() {
        return tail.size();
    }

    /** Whether the part before it has not passed. */
    boolean beginsWithin() {
        return from > 0;
    }

    /** Whether it ends within a line. */
    boolean endsWithin() {
        return lines.withinLine();
    }

    boolean isComplete() {
        return from == 0 && total.isPresent() && at >= total.getAsLong();
    }

    /** Whether it reached the start of a range, so that the range continues it. */
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
     * Merges another download that has ended, if the two touch, so that a line across both is read whole.
     *
     * @return whether it was merged
     */
    boolean join(Download other) {
        if (!isSameFile(other.total)) {
            return false;
        }
        if (from <= other.from && other.from <= at && !other.tailLost) {
            append(other);
            return true;
        }
        if (other.from < from && from <= other.at && !tailLost) {
            other.append(this);
            from = other.from;
            at = other.at;
            total = total.isPresent() ? total : other.total;
            lines = other.lines;
            tail = other.tail;
            inTail = other.inTail;
            tailLost = other.tailLost;
            return true;
        }
        return false;
    }

    private void append(Download later) {
        List<BatchLine> ended = new ArrayList<>(lines.take());
        ended.addAll(later.lines.take());
        if (later.at > at) {
            byte[] bytes = later.tail.toByteArray();
            int known = (int) Math.min(at - later.from, bytes.length);
            ByteBuffer more = ByteBuffer.wrap(bytes, known, bytes.length - known);
            if (inTail) {
                keepTail(more);
                lines = later.lines;
            } else {
                lines.read(more);
                ended.addAll(lines.take());
                lines = later.inTail ? lines : later.lines;
            }
            at = later.at;
        }
        lines.add(ended);
    }
}
