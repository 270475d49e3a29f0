package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonScanner;
import java.nio.ByteBuffer;

/**
 * An answer that comes as server-sent events: of chat, or of Responses.
 *
 * <p>Groq has told the usage of a chat stream in three ways: in {@code x_groq.usage} of the chunk that finishes; there and in
 * {@code usage} of the same chunk; and again in a later chunk without choices when {@code include_usage} was asked for. The
 * numbers are the same each time, so the last one counts and none is added.
 */
final class StreamAnswer implements AnswerReader, SseScanner.Listener {

    private static final String DONE = "[DONE]";

    private final ByteFeed feed;
    private final AnswerNotes notes = new AnswerNotes(true);
    private final JsonScanner<AnswerPlace> json = new JsonScanner<>(AnswerPlace.EVENT, notes);

    private int doneMatched;
    private boolean done;
    private long dataBytes;

    StreamAnswer() {
        SseScanner events = new SseScanner(this);
        this.feed = new ByteFeed(events::read);
    }

    @Override
    public void read(ByteBuffer bytes) {
        feed.read(bytes);
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        for (int i = from; i < to && doneMatched == dataBytes + i - from && doneMatched < DONE.length(); i++) {
            doneMatched += bytes[i] == DONE.charAt(doneMatched) ? 1 : 0;
        }
        dataBytes += to - from;
        done |= doneMatched == DONE.length();
        json.read(bytes, from, to);
    }

    @Override
    public void errorEvent() {
        notes.breakOff();
    }

    @Override
    public void endEvent() {
        notes.endEvent();
        json.reset();
        doneMatched = 0;
        dataBytes = 0;
    }

    @Override
    public boolean ended() {
        return done || notes.over();
    }

    @Override
    public Answer answer() {
        return notes.answer(notes.usage(), notes.serviceTier(), json.unfinishedBytes());
    }
}
