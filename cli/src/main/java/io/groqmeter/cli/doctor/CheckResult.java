package io.groqmeter.cli.doctor;

/**
 * One result of {@code doctor}.
 *
 * @param subject what was checked
 * @param state its state
 * @param detail what was found and, if it is not fine, how to fix it; one line
 */
public record CheckResult(String subject, State state, String detail) {

    /** The state of something. */
    public enum State {
        FINE("✅"),
        /** Works, but may not be what one wants. */
        REMARK("⚠️"),
        /** Does not work. */
        FAULT("❌");

        private final String sign;

        State(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    static CheckResult fine(String subject, String detail) {
        return new CheckResult(subject, State.FINE, detail);
    }

    static CheckResult remark(String subject, String detail) {
        return new CheckResult(subject, State.REMARK, detail);
    }

    static CheckResult fault(String subject, String detail) {
        return new CheckResult(subject, State.FAULT, detail);
    }
}
