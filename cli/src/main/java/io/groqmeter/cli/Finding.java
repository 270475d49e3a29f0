package io.groqmeter.cli;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param subject what was looked at
 * @param state how it is
 * @param detail what was found and, where it is not fine, how to mend it; one line
 */
record Finding(String subject, State state, String detail) {

    /** How something is. */
    enum State {
        FINE("✅"),
        /** Works, but may not be what one wants. */
        REMARK("⚠️"),
        /** Does not work. */
        FAULT("❌");

        private final String sign;

        State(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    static Finding fine(String subject, String detail) {
        return new Finding(subject, State.FINE, detail);
    }

    static Finding remark(String subject, String detail) {
        return new Finding(subject, State.REMARK, detail);
    }

    static Finding fault(String subject, String detail) {
        return new Finding(subject, State.FAULT, detail);
    }
}
