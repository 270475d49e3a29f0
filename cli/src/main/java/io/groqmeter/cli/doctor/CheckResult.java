package io.groqmeter.cli.doctor;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param subject what was looked at
 * @param state how it is
 * @param detail what was found and, where it is not fine, how to mend it; one line
 */
public record CheckResult(String subject, State state, String detail) {

    /** How something is. */
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
