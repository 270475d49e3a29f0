package io.groqmeter.sqlite.column;

import java.util.Arrays;

/**
 * Writes numbers as varints: seven bits a byte, the lowest first. Small numbers are short; negative ones take ten bytes.
 */
public final class VarintWriter {

    private byte[] bytes = new byte[128];
    private int length;

    public VarintWriter add(long number) {
        if (bytes.length - length < 10) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
