package io.groqmeter.groq.multipart;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Reads a form and remembers what came out of it: texts by name, files with their bytes. */
final class Form implements FileSink {
    /** A file that has come out whole. */
    record File(Part part, String content) {}

    final List<File> files = new ArrayList<>();
    final MultipartReader reader;
    private final List<Part> open = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    Form(String boundary, String... textNames) {
        reader = new MultipartReader(boundary, Set.of(textNames), Set.of("passed"), this);
    }

    /** Each character of the text is one byte. */
    Form read(String body) {
        reader.read(ByteBuffer.wrap(bytes(body)));
        return this;
    }

    /** The same in random pieces, in heap and direct buffers. */
    Form readSplit(String body, Random random, int longestPiece) {
        byte[] bytes = bytes(body);
        ByteBuffer heap = ByteBuffer.allocate(longestPiece + 5);
        ByteBuffer direct = ByteBuffer.allocateDirect(longestPiece + 5);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, random.nextInt(longestPiece + 1));
            ByteBuffer buffer = random.nextBoolean() ? heap : direct;
            buffer.clear().put(3, bytes, at, length).limit(3 + length).position(3);
            reader.read(buffer);
            if (buffer.position() != 3 || buffer.limit() != 3 + length) {
                throw new AssertionError("the reader moved the buffer");
            }
            at += length;
        }
        return this;
    }

    String text(String name) {
        return reader.text(name).orElse("(none)");
    }

    @Override
    public void begin(Part part) {
        open.add(part);
        content.reset();
    }

    @Override
    public void read(ByteBuffer bytes) {
        if (open.size() != files.size() + 1 || !bytes.hasRemaining()) {
            throw new AssertionError("bytes outside of a file, or none at all");
        }
        while (bytes.hasRemaining()) {
            content.write(bytes.get());
        }
    }

    @Override
    public void end() {
        files.add(new File(open.get(files.size()), content.toString(StandardCharsets.ISO_8859_1)));
    }

    /** What has passed of the file that has not ended. */
    String openContent() {
        return content.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }
}
