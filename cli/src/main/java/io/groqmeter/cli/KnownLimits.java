package io.groqmeter.cli;

import io.groqmeter.groq.OutputLimits;
import java.util.OptionalLong;

/** What models take and give at most, as far as this groqmeter knows. */
interface KnownLimits {

    /** Those Groq documents. */
    KnownLimits DOCUMENTED = new KnownLimits() {
        @Override
        public OptionalLong contextWindow(String model) {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong output(String model) {
            return OutputLimits.known(model);
        }
    };

    /** The tokens that model takes at most; empty when not known. */
    OptionalLong contextWindow(String model);

    /** The tokens of that model's longest answer; empty when not known. */
    OptionalLong output(String model);
}
