package io.groqmeter.sqlite.column;

/** Reads what a {@link VarintWriter} wrote. */
public final class VarintReader {

    private final byte[] bytes;
    private int at;

    public VarintReader(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean hasNext() {
        return at < bytes.length;
    }

    public long next() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }
}
