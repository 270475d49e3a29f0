package io.groqmeter.outbox;

import io.groqmeter.store.Durability;
import io.groqmeter.store.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only text file with space allocated in advance: zeros that text overwrites, so that some can still be written to a full
 * disk. Behind the text there are only zeros. It stays open, so that writing needs no new file descriptor. Not thread-safe.
 */
final class OutboxFile implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxFile.class);
    private static final int BLOCK = 256 * 1024;

    private final Path path;
    private final Durability durability;
    private final int reserve;
    private final RandomAccessFile file;
    private long length;

    /**
     * Opens or makes it.
     *
     * @param reserve bytes to own in advance, from {@link #reserve()} on
     */
    OutboxFile(Path path, Durability durability, int reserve) throws IOException {
        this.path = path;
        this.durability = durability;
        this.reserve = reserve;
        OwnerOnly.file(path);
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.length = firstZero();
    }

    private long firstZero() throws IOException {
        byte[] bytes = new byte[BLOCK];
        file.seek(0);
        long at = 0;
        for (int read = file.read(bytes); read >= 0; read = file.read(bytes)) {
            for (int i = 0; i < read; i++) {
                if (bytes[i] == 0) {
                    return at + i;
                }
            }
            at += read;
        }
        return at;
    }

    /** The length of the text. */
    long length() {
        return length;
    }

    /** The text from a position on, up to that many bytes. */
    byte[] read(long from, long most) throws IOException {
        byte[] bytes = new byte[(int) Math.min(most, length - from)];
        file.seek(from);
        file.readFully(bytes);
        return bytes;
    }

    /**
     * Adds text; on return it survives what the durability says.
     *
     * @throws IOException when the disk would not take it; the text is then as it was
     */
    void append(byte[] bytes) throws IOException {
        long before = length;
        try {
            file.seek(before);
            file.write(bytes);
            length = before + bytes.length;
            if (durability == Durability.POWER) {
                file.getFD().sync();
            }
        } catch (IOException e) {
            length = before + bytes.length;
            takeBack(before, e);
            throw e;
        }
    }

    /** Cuts off what a failed write left. Should that fail too, the next write begins at the same place. */
    private void takeBack(long end, IOException failure) {
        try {
            cutTo(end);
        } catch (IOException e) {
            length = end;
            failure.addSuppressed(e);
        }
    }

    /** Forgets the text behind a place; the space for it stays, as far as it is the reserve's. */
    void cutTo(long end) throws IOException {
        long most = Math.max(end, reserve);
        if (file.length() > most) {
            file.setLength(most);
        }
        zeros(end, Math.min(length, file.length()));
        length = end;
    }

    /**
     * Writes zeros from the text to the reserve's end: a file that is only set to a length owns no space, and a cut may have been
     * killed half-way.
     */
    void reserve() {
        try {
            zeros(length, reserve);
        } catch (IOException e) {
            LOG.warn("{}: no space can be reserved for a full disk: {}", path, e.getMessage());
        }
    }

    private void zeros(long from, long to) throws IOException {
        byte[] zeros = new byte[BLOCK];
        file.seek(from);
        for (long left = to - from; left > 0; left -= BLOCK) {
            file.write(zeros, 0, (int) Math.min(left, BLOCK));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
