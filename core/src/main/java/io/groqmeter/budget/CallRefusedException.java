package io.groqmeter.budget;

import java.io.Serial;

/** A budget or a limit refused a call, and nothing was sent. */
public final class CallRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public CallRefusedException(Refusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    /** Why, and when to try again. */
    public Refusal refusal() {
        return refusal;
    }
}
