package io.groqmeter.groq;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An answer of chat, Responses or embeddings, whole or streamed. Its first byte decides: a JSON object starts with a brace and no
 * line of a stream does. The declared type is ignored, since proxies lose it.
 */
final class GeneratedAnswer implements AnswerReader {

    private final boolean generated;
    private @Nullable AnswerReader body;
    private AnswerForm form = AnswerForm.UNTOLD;

    /** @param generated whether there is output beside the input, as in all but embeddings */
    GeneratedAnswer(boolean generated) {
        this.generated = generated;
    }

    @Override
    public void read(ByteBuffer bytes) {
        while (body == null && bytes.hasRemaining()) {
            byte first = bytes.get(bytes.position());
            if (isPadding(first)) {
                bytes.get();
            } else {
                form = form(first);
                body = form == AnswerForm.WHOLE ? new WholeAnswer(generated) : new StreamAnswer();
            }
        }
        if (body != null) {
            body.read(bytes);
        }
    }

    /** A line of a stream is a comment or begins with data, event, id or retry. */
    private static AnswerForm form(byte first) {
        return switch (first) {
            case '{', '[' -> AnswerForm.WHOLE;
            case ':', 'd', 'e', 'i', 'r' -> AnswerForm.STREAM;
            default -> AnswerForm.UNTOLD;
        };
    }

    /** White space and the bytes of a byte order mark. */
    private static boolean isPadding(byte mark) {
        return switch (mark) {
            case ' ', '\t', '\r', '\n', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> true;
            default -> false;
        };
    }

    @Override
    public boolean ended() {
        return body != null && body.ended();
    }

    @Override
    public AnswerForm form() {
        return form;
    }

    @Override
    public AnswerSummary answer() {
        return body == null ? AnswerSummary.silent() : body.answer();
    }
}
