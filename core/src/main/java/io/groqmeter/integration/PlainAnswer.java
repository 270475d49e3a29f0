package io.groqmeter.integration;

import io.groqmeter.exchange.AnswerType;
import io.groqmeter.exchange.SeenAnswer;
import io.groqmeter.exchange.ZlibDecoding;
import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.UsageBasis;
import java.nio.ByteBuffer;

/** Reads an answer's body, compressed or not, as it passes. Not thread-safe; close it, or it leaks native memory. */
final class PlainAnswer implements AutoCloseable {

    private final int status;
    private final boolean declaredStream;
    private final AnswerReader reader;
    private final ZlibDecoding decoding;

    PlainAnswer(AnswerType type, RequestSummary request, AnswerReader reader) {
        this.status = type.status();
        this.declaredStream = type.declaresStream(request);
        this.reader = reader;
        this.decoding = new ZlibDecoding(reader::read);
    }

    void read(ByteBuffer bytes) {
        decoding.read(bytes);
    }

    /** Whether the body has announced its end. */
    boolean ended() {
        return reader.ended();
    }

    /** Whether it has announced its end and reported its usage: the rest may stay unread. */
    boolean endedMeasured() {
        return reader.ended() && reader.answer().usage().basis() == UsageBasis.MEASURED;
    }

    /** Whether it is not a stream and has reported its usage or an error. Parsers stop reading at a JSON text's last brace. */
    boolean reportsAll() {
        SeenAnswer seen = seen();
        AnswerSummary answer = seen.answer();
        return !seen.streamed() && (answer.usage().basis() != UsageBasis.UNKNOWN || answer.brokenOff());
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
