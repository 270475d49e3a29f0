package io.groqmeter.groq;

import io.groqmeter.usage.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * A transcription or translation, whole or streamed. It is billed by seconds: those the answer reports, else those measured in the
 * audio as it was sent. Tokens reported beside them are never billed.
 */
final class AudioAnswer implements AnswerReader {

    private final Usage requested;
    private final GeneratedAnswer body = new GeneratedAnswer(true);

    /** @param requested the usage by the request, for an answer that neither reports it nor failed */
    AudioAnswer(Usage requested) {
        this.requested = requested;
    }

    @Override
    public void read(ByteBuffer bytes) {
        body.read(bytes);
    }

    @Override
    public boolean ended() {
        return body.ended();
    }

    @Override
    public AnswerSummary answer() {
        AnswerSummary answer = body.answer();
        Optional<Duration> reported = answer.usage().audio();
        return answer.with(reported.isPresent() || answer.brokenOff() ? Seconds.usage(reported) : requested);
    }
}
