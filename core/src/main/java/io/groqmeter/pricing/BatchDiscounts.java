package io.groqmeter.pricing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The batch discounts over time. The owner's discounts win over the listed ones, and of each those that name a model over those
 * for every model. Immutable.
 */
record BatchDiscounts(List<BatchDiscount> own, List<BatchDiscount> listed) {

    static BatchDiscounts listed(List<BatchDiscount> discounts) {
        return new BatchDiscounts(List.of(), List.copyOf(discounts));
    }

    /** These discounts under the owner's, which replace any earlier ones of the owner. */
    BatchDiscounts under(BatchDiscounts owners) {
        return owners.listed.isEmpty() ? this : new BatchDiscounts(owners.listed, listed);
    }

    /**
     * The discount that takes something off at that time.
     *
     * @param name as the model is called
     * @param id the id that name is an alias of, or itself
     */
    Optional<BatchDiscount> of(String name, String id, Instant at) {
        return Stream.of(own, listed)
                .flatMap(discounts -> Stream.concat(
                        discounts.stream().filter(discount -> discount.isFor(name) || discount.isFor(id)),
                        discounts.stream().filter(BatchDiscount::forEveryModel)))
                .filter(discount -> discount.inForce(at))
                .findFirst()
                .filter(discount -> discount.percentOff().signum() > 0);
    }

    List<BatchDiscount> all() {
        return Stream.concat(own.stream(), listed.stream()).toList();
    }
}
