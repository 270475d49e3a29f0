package io.groqmeter.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Splits a body into the pieces that are written one by one: compresses, cuts and splits. */
final class Pieces {

    private static final int ODD_PERIOD = 7;

    private Pieces() {}

    /** The chunks as they go over the wire when nothing is broken off. */
    static List<byte[]> coded(Body body, boolean gzip) {
        return gzip ? gzipped(body.chunks()) : body.chunks();
    }

    static List<byte[]> cut(List<byte[]> chunks, Cut cut) {
        if (cut instanceof Cut.AfterChunks after) {
            return chunks.subList(0, Math.min(after.chunks(), chunks.size()));
        }
        if (cut instanceof Cut.MidBody) {
            return firstBytes(
                    chunks, chunks.stream().mapToInt(chunk -> chunk.length).sum() / 2);
        }
        return chunks;
    }

    static List<byte[]> split(List<byte[]> chunks, Split split) {
        if (split == Split.NONE) {
            return chunks;
        }
        List<byte[]> pieces = new ArrayList<>();
        int step = 1;
        for (byte[] chunk : chunks) {
            for (int from = 0; from < chunk.length; from += step) {
                step = split == Split.BYTE ? 1 : 1 + (pieces.size() * 3 + 2) % ODD_PERIOD;
                pieces.add(Arrays.copyOfRange(chunk, from, Math.min(chunk.length, from + step)));
            }
        }
        return pieces;
    }

    private static List<byte[]> firstBytes(List<byte[]> chunks, int count) {
        List<byte[]> result = new ArrayList<>();
        int left = count;
        for (byte[] chunk : chunks) {
            if (left == 0) {
                break;
            }
            result.add(Arrays.copyOf(chunk, Math.min(left, chunk.length)));
            left -= Math.min(left, chunk.length);
        }
        return result;
    }

    private static List<byte[]> gzipped(List<byte[]> chunks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<byte[]> coded = new ArrayList<>(chunks.size());
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 512, true)) {
            for (int i = 0; i < chunks.size(); i++) {
                gzip.write(chunks.get(i));
                if (i < chunks.size() - 1) {
                    gzip.flush();
                } else {
                    gzip.finish();
                }
                coded.add(bytes.toByteArray());
                bytes.reset();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return coded;
    }
}
