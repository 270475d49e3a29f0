package io.groqmeter.groq;

import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * A transcription or translation, whole or streamed. What is billed is seconds: those that the answer tells, for they are Groq's own,
 * else those measured in the audio as it was sent. Tokens told beside them are never billed.
 */
final class AudioAnswer implements AnswerReader {

    private final Usage asked;
    private final GeneratedAnswer body = new GeneratedAnswer(true);

    /** @param asked what the call uses by its request, unless the answer tells it or says that the call failed */
    AudioAnswer(Usage asked) {
        this.asked = asked;
    }

    /** What an audio call of that length used; unknown when the length is. */
    static Usage of(Optional<Duration> length) {
        return length.filter(audio -> !audio.isNegative() && audio.compareTo(Usage.LONGEST_AUDIO) <= 0)
                .map(audio -> Usage.builder(UsageBasis.MEASURED).audio(audio).build())
                .orElse(Usage.unknown());
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
        Optional<Duration> told = answer.usage().audio();
        return answer.with(told.isPresent() || answer.brokenOff() ? of(told) : asked);
    }
}
