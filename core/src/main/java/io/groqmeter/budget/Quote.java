package io.groqmeter.budget;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a call can cost, as far as its request tells.
 *
 * @param worstCase US dollars at most; empty when nothing bounds it
 * @param priced whether a price is known for its model
 * @param whole whether the request has been read to its end; while it has not, only what is known counts against a budget
 */
public record Quote(Optional<BigDecimal> worstCase, boolean priced, boolean whole) {

    /** Whether the worst case is one. */
    boolean bounded() {
        return priced && worstCase.isPresent();
    }

    /** What to reserve. */
    BigDecimal amount() {
        return worstCase.orElse(BigDecimal.ZERO);
    }
}
