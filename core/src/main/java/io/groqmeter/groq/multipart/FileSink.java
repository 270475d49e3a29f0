package io.groqmeter.groq.multipart;

import java.nio.ByteBuffer;

/**
 * Takes the files of a form, and the texts that are passed on like files, as they pass: for each {@link #begin}, then {@link #read}
 * any number of times, then {@link #end}.
 */
public interface FileSink {
    /** A file begins. */
    void begin(Part part);

    /**
     * The next bytes of the file.
     *
     * @param bytes a read-only view, valid only during this call
     */
    void read(ByteBuffer bytes);

    /** The file is complete. Not called for a file whose closing boundary never came. */
    void end();
}
