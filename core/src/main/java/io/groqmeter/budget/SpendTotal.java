package io.groqmeter.budget;

import java.math.BigDecimal;

/**
 * The money of one group in one period, in US dollars.
 *
 * @param spent what its records cost
 * @param reserved the worst cases of its calls in flight
 * @param unsettled the worst cases of its calls whose cost will not become known by itself
 */
record SpendTotal(BigDecimal spent, BigDecimal reserved, BigDecimal unsettled) {

    static final SpendTotal ZERO = new SpendTotal(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** What no other call can give back by ending. */
    BigDecimal gone() {
        return spent.add(unsettled);
    }

    BigDecimal taken() {
        return gone().add(reserved);
    }

    SpendTotal plusSpent(BigDecimal amount) {
        return new SpendTotal(spent.add(amount), reserved, unsettled);
    }

    SpendTotal plusReserved(BigDecimal amount) {
        return new SpendTotal(spent, reserved.add(amount), unsettled);
    }

    SpendTotal plusUnsettled(BigDecimal amount) {
        return new SpendTotal(spent, reserved, unsettled.add(amount));
    }
}
