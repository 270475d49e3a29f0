package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonScanner;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * A transcription or translation. Only {@code verbose_json} tells the audio's length; for the other formats it is the length
 * measured in the uploaded file.
 */
final class AudioAnswer implements AnswerReader {

    private final Usage asked;
    private final AnswerNotes notes = new AnswerNotes(false);
    private final JsonScanner<AnswerPlace> json = new JsonScanner<>(AnswerPlace.WHOLE, notes);
    private final ByteFeed feed = new ByteFeed(json::read);

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
        feed.read(bytes);
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public Answer answer() {
        Usage told = notes.usage();
        Usage usage = told.basis() == UsageBasis.MEASURED || notes.brokenOff() ? told : asked;
        return notes.answer(usage, notes.serviceTier(), 0);
    }
}
