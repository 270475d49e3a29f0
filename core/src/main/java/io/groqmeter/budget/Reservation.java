package io.groqmeter.budget;

import io.groqmeter.store.OpenCall;
import java.math.BigDecimal;
import java.util.Set;

/**
 * The worst case of an open or unsettled call, as budgets hold it.
 *
 * @param models the names its model may be billed under
 */
record Reservation(OpenCall call, Set<String> models) {

    String id() {
        return call.id();
    }

    BigDecimal amount() {
        return call.worstCaseCost().orElse(BigDecimal.ZERO);
    }

    /** Whether nobody will settle the call by itself. */
    boolean unsettled() {
        return call.unsettled() != null;
    }
}
