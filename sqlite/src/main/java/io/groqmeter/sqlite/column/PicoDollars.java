package io.groqmeter.sqlite.column;

import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.RecordRefusedException;
import io.groqmeter.store.UsageRecord;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Money as integers: the cost of a call in picodollars (10^-12 US dollars), a sum as microdollars and the picodollars below
 * them.
 */
public final class PicoDollars {

    private static final long PICOS_IN_MICRO = 1_000_000;
    private static final BigInteger PICO_PER_MICRO = BigInteger.valueOf(PICOS_IN_MICRO);
    private static final BigDecimal MAX_COST = usd(Long.MAX_VALUE);

    /** This many microdollars still fit into 64 bits as picodollars: nine million dollars. */
    private static final long MAX_MICROS = Long.MAX_VALUE / PICOS_IN_MICRO - 1;

    private PicoDollars() {}

    /**
     * A record's cost.
     *
     * @throws RecordRefusedException beyond 9,223,372.036854775807 dollars
     */
    public static long of(UsageRecord record) {
        BigDecimal cost = record.cost();
        if (cost.compareTo(MAX_COST) > 0) {
            throw new RecordRefusedException("record " + record.id() + " costs " + cost.toPlainString()
                    + " USD, but a call may cost at most " + MAX_COST.toPlainString()
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

    /** The rest of a sum below its whole microdollars, in picodollars; never negative. */
    public static long picosBelowMicro(BigDecimal sum) {
        BigInteger pico = sum.unscaledValue();
        return pico.bitLength() < Long.SIZE
                ? Math.floorMod(pico.longValue(), PICOS_IN_MICRO)
                : pico.mod(PICO_PER_MICRO).longValueExact();
    }

    /** A sum from both; the picodollars are below a million. */
    public static BigDecimal usd(long micros, long picos) {
        return Math.abs(micros) <= MAX_MICROS
                ? usd(micros * PICOS_IN_MICRO + picos)
                : BigDecimal.valueOf(micros, 6).add(usd(picos));
    }
}
