package io.groqmeter.integration;

import io.groqmeter.exchange.AnswerType;
import io.groqmeter.exchange.SeenAnswer;
import io.groqmeter.exchange.ZlibDecoding;
import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.UsageBasis;
import java.nio.ByteBuffer;

/** Reads an answer's body as it passes, also where it is compressed. Not thread-safe; close it, or it leaks native memory. */
final class PlainAnswer implements AutoCloseable {

    private final int status;
    private final boolean declaredStream;
    private final AnswerReader reader;
    private final ZlibDecoding decoding;

    PlainAnswer(AnswerType type, RequestSummary ask, AnswerReader reader) {
        this.status = type.status();
        this.declaredStream = type.declaresStream(ask);
        this.reader = reader;
        this.decoding = new ZlibDecoding(reader::read);
    }

    void read(ByteBuffer bytes) {
        decoding.read(bytes);
    }

    /** Whether the body has said that it is over. */
    boolean ended() {
        return reader.ended();
    }

    /** Whether it is over and has told its usage: what still comes may be left unread. */
    boolean endedMeasured() {
        return reader.ended() && reader.answer().usage().basis() == UsageBasis.MEASURED;
    }

    /** Whether it is no stream and has told what there is to tell. Parsers stop at a JSON text's last brace, and read no further. */
    boolean toldAll() {
        SeenAnswer seen = seen();
        AnswerSummary said = seen.answer();
        return !seen.streamed() && (said.usage().basis() != UsageBasis.UNKNOWN || said.brokenOff());
    }

    /** What has been seen of it so far. */
    SeenAnswer seen() {
        return new SeenAnswer(status, reader.form().isStream(declaredStream), reader.answer());
    }

    @Override
    public void close() {
        decoding.close();
    }
}
