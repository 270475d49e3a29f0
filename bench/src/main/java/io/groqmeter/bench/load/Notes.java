package io.groqmeter.bench.load;

import org.HdrHistogram.Histogram;

/** What the clients see, as they see it. Used on their loop only. */
final class Notes {

    private static final long LONGEST = 300_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram total = new Histogram(LONGEST, DIGITS);
    private final Histogram firstByte = new Histogram(LONGEST, DIGITS);
    private final Histogram sinceSent = new Histogram(LONGEST, DIGITS);
    private long answered;
    private long failed;

    void answered(long nanos) {
        answered++;
        note(total, nanos);
    }

    void failed() {
        failed++;
    }

    void firstByte(long nanos) {
        note(firstByte, nanos);
    }

    void sinceSent(long nanos) {
        note(sinceSent, nanos);
    }

    private static void note(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
    }

    Calls calls(double seconds) {
        return new Calls(answered, failed, seconds, total, firstByte, sinceSent);
    }
}
