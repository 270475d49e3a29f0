package io.groqmeter.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What the clients saw.
 *
 * @param answered calls answered whole with a 200
 * @param failed all others
 * @param seconds from the first call to the end of the last answer
 * @param total nanoseconds from a call's moment to its answer's end
 * @param firstByte nanoseconds from a call's moment to the first byte of its answer's body
 * @param sinceSent nanoseconds from the upstream's sending of an answer to its end at the client; empty unless stamped
 */
public record Calls(
        long answered, long failed, double seconds, Histogram total, Histogram firstByte, Histogram sinceSent) {

    /** A single answered call of that length. */
    public static Calls one(long nanos) {
        Notes notes = new Notes();
        notes.answered(nanos);
        return notes.calls(nanos / 1e9);
    }
}
