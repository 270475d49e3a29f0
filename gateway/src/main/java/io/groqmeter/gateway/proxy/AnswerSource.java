package io.groqmeter.gateway.proxy;

/** The upstream side of an answer: whether more of it can come. On its event loop. */
final class AnswerSource {

    private enum State {
        OPEN,
        /** The last byte has come; the connection may serve another call by now. */
        COMPLETE,
        /** The connection ended before the last byte. */
        CUT
    }

    private final UpstreamConnection connection;
    private State state = State.OPEN;

    AnswerSource(UpstreamConnection connection) {
        this.connection = connection;
    }

    /** Records that the last byte has come. */
    void complete() {
        state = State.COMPLETE;
    }

    /** Records that the connection ended early. */
    void cut() {
        state = State.CUT;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isComplete() {
        return state == State.COMPLETE;
    }

    boolean isCut() {
        return state == State.CUT;
    }

    /** Stops or resumes reading, as long as something can come. */
    void read(boolean on) {
        if (isOpen()) {
            connection.read(on);
        }
    }

    /** Closes the connection in mid-answer; a connection that is free again stays open. */
    void close() {
        if (isOpen()) {
            connection.close();
        }
    }
}
