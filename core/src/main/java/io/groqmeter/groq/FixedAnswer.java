package io.groqmeter.groq;

import io.groqmeter.usage.Usage;
import java.nio.ByteBuffer;

/** An answer whose usage is known from the request or the status. */
final class FixedAnswer implements AnswerReader {

    private final AnswerSummary answer;

    private FixedAnswer(AnswerSummary answer) {
        this.answer = answer;
    }

    /** An answer that used that much. */
    static AnswerReader using(Usage usage) {
        return new FixedAnswer(AnswerSummary.silent().with(usage));
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
    public AnswerSummary answer() {
        return answer;
    }
}
