package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.codec.OpenCallBytes;
import io.groqmeter.store.codec.RecordBytes;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of a call: that it is open, that it is unsettled, its record, or its record and what it may have cost beyond.
 *
 * @param order a number, higher than that of everything written before; 0 in files from before 2026-12-01
 * @param record the record; null while there is none
 * @param call the open or unsettled call, or the rest beside the record; null where there is only a record
 */
record CallContent(
        long order, @Nullable UsageRecord record, @Nullable OpenCall call) {

    private static final byte OPEN = 'O';
    private static final byte UNSETTLED = 'U';
    private static final byte SETTLED = 'S';
    private static final byte WITH_REST = 'R';
    private static final byte EARLIER_OPEN = 'o';
    private static final byte EARLIER_SETTLED = 's';
    private static final int LONGEST = 1 << 20;

    /** The id by which it is found: the record's, else the call's. */
    String id() {
        if (record != null) {
            return record.id();
        }
        return call == null ? "" : call.id();
    }

    /** When its call began. */
    Instant startedAt() {
        if (record != null) {
            return record.startedAt();
        }
        return call == null ? Instant.EPOCH : call.startedAt();
    }

    /** Whether it is of a call in flight, that waits for nothing but its own end. */
    boolean inFlight() {
        return record == null && call != null && call.unsettled() == null;
    }

    /**
     * It as bytes, for {@link SlotFile#put}.
     *
     * @param buffer used when it is long enough
     * @throws IOException when it is too long for any
     */
    ByteBuffer bytes(ByteBuffer buffer) throws IOException {
        for (ByteBuffer out = buffer; ; out = ByteBuffer.allocate(2 * out.capacity())) {
            try {
                write(out.clear().position(SlotFile.HEAD));
                return out;
            } catch (BufferOverflowException e) {
                if (out.capacity() >= LONGEST) {
                    throw new IOException("the call " + id() + " is too long", e);
                }
            }
        }
    }

    private void write(ByteBuffer out) {
        out.put(record == null ? inFlight() ? OPEN : UNSETTLED : call == null ? SETTLED : WITH_REST);
        out.putLong(order);
        if (record != null) {
            RecordBytes.write(out, record);
        }
        if (call != null) {
            OpenCallBytes.write(out, call);
        }
    }

    /**
     * Reads a content.
     *
     * @throws IllegalArgumentException or {@link BufferUnderflowException} when a later version wrote it
     */
    static CallContent read(ByteBuffer in) {
        byte kind = in.get();
        return switch (kind) {
            case EARLIER_OPEN -> new CallContent(0, null, OpenCallBytes.read(in));
            case EARLIER_SETTLED -> new CallContent(0, RecordBytes.read(in), null);
            case OPEN -> new CallContent(in.getLong(), null, OpenCallBytes.read(in));
            case UNSETTLED -> new CallContent(in.getLong(), null, OpenCallBytes.read(in));
            case SETTLED -> new CallContent(in.getLong(), RecordBytes.read(in), null);
            case WITH_REST -> new CallContent(in.getLong(), RecordBytes.read(in), OpenCallBytes.read(in));
            default -> throw new IllegalArgumentException("a call of the kind " + kind);
        };
    }
}
