package io.groqmeter.jdbc;

import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Money as integers: a call's cost in 10^-12 dollars, a sum as microdollars and the picodollars below them. */
final class PicoDollars {

    private static final BigInteger PICO_PER_MICRO = BigInteger.valueOf(1_000_000);
    private static final BigDecimal MOST = usd(Long.MAX_VALUE);

    private PicoDollars() {}

    /**
     * A record's cost.
     *
     * @throws UsageStoreException beyond 9,223,372.036854775807 dollars
     */
    static long of(UsageRecord record) {
        BigDecimal cost = record.cost();
        if (cost.compareTo(MOST) > 0) {
            throw new UsageStoreException("record " + record.id() + " costs " + cost.toPlainString()
                    + " USD, but no call can be kept that costs more than " + MOST.toPlainString()
                    + " USD; check the price of " + record.call().model());
        }
        return cost.unscaledValue().longValueExact();
    }

    static BigDecimal usd(long pico) {
        return BigDecimal.valueOf(pico, RatedUsage.SCALE);
    }

    /** The whole microdollars of a sum, rounded down. */
    static long micros(BigDecimal sum) {
        BigInteger pico = sum.unscaledValue();
        return pico.subtract(pico.mod(PICO_PER_MICRO)).divide(PICO_PER_MICRO).longValueExact();
    }

    /** What a sum has beyond its whole microdollars; never negative. */
    static long picosBeyond(BigDecimal sum) {
        return sum.unscaledValue().mod(PICO_PER_MICRO).longValueExact();
    }

    /** The sum of both; over many rows the picodollars may have added up to more than a microdollar. */
    static BigDecimal usd(long micros, long picos) {
        return BigDecimal.valueOf(micros, 6).add(usd(picos));
    }
}
