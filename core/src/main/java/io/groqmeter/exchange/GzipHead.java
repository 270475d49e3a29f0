package io.groqmeter.exchange;

/** Skips the head of a gzip member (RFC 1952, 2.3) after its two magic bytes. */
final class GzipHead {

    private static final int FIXED = 8;
    private static final int FLAGS = 1;

    private static final int CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private enum Field {
        FIXED,
        EXTRA_LENGTH,
        SKIPPED,
        TEXT
    }

    private Field field = Field.FIXED;
    private int read;
    private int flags;
    private int toSkip;

    /**
     * Reads the next byte of the head.
     *
     * @return whether it was the last
     */
    boolean read(int value) {
        switch (field) {
            case FIXED -> {
                flags = read == FLAGS ? value : flags;
                return ++read == FIXED && nextField();
            }
            case EXTRA_LENGTH -> {
                toSkip = read++ == 0 ? value : toSkip + (value << Byte.SIZE);
                return read == 2 && skip(toSkip);
            }
            case SKIPPED -> {
                return --toSkip == 0 && nextField();
            }
            default -> {
                return value == 0 && nextField();
            }
        }
    }

    private boolean skip(int bytes) {
        toSkip = bytes;
        field = Field.SKIPPED;
        return bytes == 0 && nextField();
    }

    /** The fields that the flags announce, in order; true when there are no more. */
    private boolean nextField() {
        read = 0;
        if (take(EXTRA)) {
            field = Field.EXTRA_LENGTH;
            return false;
        }
        if (take(NAME) || take(COMMENT)) {
            field = Field.TEXT;
            return false;
        }
        return !take(CHECKSUM) || skip(2);
    }

    private boolean take(int flag) {
        boolean set = (flags & flag) != 0;
        flags &= ~flag;
        return set;
    }
}
