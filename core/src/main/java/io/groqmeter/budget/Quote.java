package io.groqmeter.budget;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The worst case of a call's cost, by its request.
 *
 * @param worstCase US dollars at most; empty when nothing bounds it
 * @param priced whether a price is known for its model
 * @param whole whether the request has been read to its end; until then only what is known counts against a budget
 */
public record Quote(Optional<BigDecimal> worstCase, boolean priced, boolean whole) {

    /** Whether there is a bound. */
    boolean bounded() {
        return priced && worstCase.isPresent();
    }

    /** What to reserve. */
    BigDecimal amount() {
        return worstCase.orElse(BigDecimal.ZERO);
    }
}
