package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonScanner;
import java.nio.ByteBuffer;

/** An answer in one JSON text: of chat, Responses or embeddings. */
final class WholeAnswer implements AnswerReader {

    private final boolean generated;
    private final AnswerNotes notes = new AnswerNotes(false);
    private final JsonScanner<AnswerPlace> json = new JsonScanner<>(AnswerPlace.WHOLE, notes);
    private final ByteFeed feed = new ByteFeed(json::read);

    /** @param generated whether there is output beside the input */
    WholeAnswer(boolean generated) {
        this.generated = generated;
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
    public AnswerSummary answer() {
        return notes.answer(notes.usage(generated), notes.serviceTier(), json.unfinishedBytes());
    }
}
