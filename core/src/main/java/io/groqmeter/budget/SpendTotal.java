package io.groqmeter.budget;

import java.math.BigDecimal;

/**
 * The money of one group in one window, in US dollars.
 *
 * @param spent the cost of its records
 * @param reserved the worst cases of its open calls
 * @param unsettled the worst cases of its unsettled calls
 */
record SpendTotal(BigDecimal spent, BigDecimal reserved, BigDecimal unsettled) {

    static final SpendTotal ZERO = new SpendTotal(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** What no open call can release by ending. */
    BigDecimal committed() {
        return spent.add(unsettled);
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
