package io.groqmeter.sqlite.column;

import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Money as integers: a call's cost in 10^-12 dollars, a sum as microdollars and the picodollars below them. */
public final class PicoDollars {

    private static final long PICOS_IN_MICRO = 1_000_000;
    private static final BigInteger PICO_PER_MICRO = BigInteger.valueOf(PICOS_IN_MICRO);
    private static final BigDecimal MOST = usd(Long.MAX_VALUE);

    /** So many microdollars are picodollars within 64 bits: nine million dollars. */
    private static final long MOST_MICROS = Long.MAX_VALUE / PICOS_IN_MICRO - 1;

    private PicoDollars() {}

    /**
     * A record's cost.
     *
     * @throws UsageStoreException beyond 9,223,372.036854775807 dollars
     */
    public static long of(UsageRecord record) {
        BigDecimal cost = record.cost();
        if (cost.compareTo(MOST) > 0) {
            throw new UsageStoreException("record " + record.id() + " costs " + cost.toPlainString()
                    + " USD, but no call can be kept that costs more than " + MOST.toPlainString()
                    + " USD; check the price of " + record.call().model());
        }
        return cost.unscaledValue().longValueExact();
    }

    public static BigDecimal usd(long pico) {
        return BigDecimal.valueOf(pico, RatedUsage.SCALE);
    }

    /** The whole microdollars of a sum, rounded down. */
    public static long micros(BigDecimal sum) {
        BigInteger pico = sum.unscaledValue();
        return pico.bitLength() < Long.SIZE
                ? Math.floorDiv(pico.longValue(), PICOS_IN_MICRO)
                : pico.subtract(pico.mod(PICO_PER_MICRO)).divide(PICO_PER_MICRO).longValueExact();
    }

    /** What a sum has beyond its whole microdollars; never negative. */
    public static long picosBeyond(BigDecimal sum) {
        BigInteger pico = sum.unscaledValue();
        return pico.bitLength() < Long.SIZE
                ? Math.floorMod(pico.longValue(), PICOS_IN_MICRO)
                : pico.mod(PICO_PER_MICRO).longValueExact();
    }

    /** Both together; the picodollars are below a million. */
    public static BigDecimal usd(long micros, long picos) {
        return Math.abs(micros) <= MOST_MICROS
                ? usd(micros * PICOS_IN_MICRO + picos)
                : BigDecimal.valueOf(micros, 6).add(usd(picos));
    }
}
