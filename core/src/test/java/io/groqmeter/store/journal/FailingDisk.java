package io.groqmeter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file on a disk that fails where it is told to, and tells what was written and flushed. */
final class FailingDisk extends FileChannel {

    /** Slots that cannot be read. */
    final Set<Long> unreadable = new HashSet<>();

    /** Slots that cannot be written. */
    final Set<Long> unwritable = new HashSet<>();

    /** "flush", and the slots written. */
    final List<String> events = new ArrayList<>();

    /** From which slot on there is no space. */
    long full = Long.MAX_VALUE;

    private final FileChannel file;

    FailingDisk(Path path) throws IOException {
        this.file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public int read(ByteBuffer to, long at) throws IOException {
        for (long slot = at / SlotFile.SLOT; slot * SlotFile.SLOT < at + to.remaining(); slot++) {
            if (unreadable.contains(slot)) {
                throw new IOException("Input/output error");
            }
        }
        return file.read(to, at);
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        long slot = at / SlotFile.SLOT;
        events.add("slot " + slot);
        if (slot >= full) {
            throw new IOException("No space left on device");
        }
        if (unwritable.contains(slot)) {
            throw new IOException("Input/output error");
        }
        return file.write(from, at);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        events.add("flush");
        file.force(metaData);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
