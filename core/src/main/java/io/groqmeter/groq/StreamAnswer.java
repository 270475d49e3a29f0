package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonScanner;
import java.nio.ByteBuffer;

/**
 * An answer of chat or Responses in server-sent events.
 *
 * <p>Groq reports the usage of a chat stream in three ways: in {@code x_groq.usage} of the chunk that finishes; there and in
 * {@code usage} of the same chunk; and again in a later chunk without choices when {@code include_usage} was requested. The
 * numbers are the same each time, so the highest of each counts and none are added.
 */
final class StreamAnswer implements AnswerReader, SseScanner.Listener {

    private static final String DONE = "[DONE]";
    private static final int NOT_DONE = -1;

    private final ByteFeed feed;
    private final AnswerNotes notes = new AnswerNotes(true);
    private final JsonScanner<AnswerPlace> json = new JsonScanner<>(AnswerPlace.EVENT, notes);

    /** How much of {@link #DONE} the event's data has matched so far. */
    private int matched;

    private boolean done;

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
        for (int i = from; i < to && matched != NOT_DONE && !done; i++) {
            matched = bytes[i] == DONE.charAt(matched) ? matched + 1 : NOT_DONE;
            done = matched == DONE.length();
        }
        json.read(bytes, from, to);
    }

    /** Complete data is an event of its own, even where a proxy has dropped the blank line after it. */
    @Override
    public void nextLine() {
        if (json.over()) {
            endEvent();
        }
    }

    @Override
    public void errorEvent() {
        notes.breakOff();
    }

    @Override
    public void endEvent() {
        notes.endEvent();
        json.reset();
        matched = 0;
    }

    @Override
    public boolean ended() {
        return done || notes.over();
    }

    @Override
    public AnswerSummary answer() {
        return notes.answer(notes.usage(), notes.serviceTier(), json.unfinishedBytes());
    }
}
