package io.groqmeter.groq.audio;

/** The table at the end of an MP4 box, walked entry by entry; it has no more entries than its box can hold, whatever it says. */
final class Mp4Table {
    private int type;
    private int entrySize;
    private long entries;
    private long rest;

    /**
     * Goes to the first entry; stays where it is when there is none.
     *
     * @param boxType type of the box that holds the table
     * @param start bytes from the cursor to the first entry
     * @param count entries as the box tells
     * @param size bytes of an entry
     * @param room bytes from the first entry to the box's end
     */
    void enter(ByteCursor in, int boxType, int start, long count, int size, long room) {
        entries = Math.min(count, room / size);
        if (entries > 0) {
            type = boxType;
            entrySize = size;
            rest = room - entries * size;
            in.skip(start);
        }
    }

    /** Whether the cursor is at an entry. */
    boolean open() {
        return entries > 0;
    }

    /** Type of the box that holds the table. */
    int type() {
        return type;
    }

    int entrySize() {
        return entrySize;
    }

    /** Goes to the next entry, or behind the box. */
    void next(ByteCursor in) {
        entries--;
        in.skip(entrySize + (entries == 0 ? rest : 0));
    }
}
