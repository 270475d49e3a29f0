package io.groqmeter.groq;

import io.groqmeter.usage.Usage;
import java.nio.ByteBuffer;

/** An answer whose body tells nothing that the request or the status did not tell before. */
final class FixedAnswer implements AnswerReader {

    private final Answer answer;

    private FixedAnswer(Answer answer) {
        this.answer = answer;
    }

    /** An answer that used that much. */
    static AnswerReader using(Usage usage) {
        return new FixedAnswer(Answer.silent().with(usage));
    }

    @Override
    public void read(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public Answer answer() {
        return answer;
    }
}
