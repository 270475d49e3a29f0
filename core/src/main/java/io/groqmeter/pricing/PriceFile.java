package io.groqmeter.pricing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a price file, in the form {@code docs/prices.md} describes: the shipped list and the owner's
 * {@code prices.json} alike.
 *
 * @param name what messages call it
 * @param bytes JSON in UTF-8, with or without a byte order mark
 */
record PriceFile(String name, byte[] bytes) {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** A file that lies beside this class. */
    static PriceFile ofResource(String name) {
        try (InputStream in = PriceFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the price list " + name + " is missing from this build of groqmeter");
            }
            return new PriceFile(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the price list " + name + " cannot be read", e);
        }
    }

    /**
     * The list it holds.
     *
     * @param base the list it extends, whose models its aliases may name
     * @throws PriceFileException when anything in it cannot be used; nothing of it is used then
     */
    PriceList read(PriceList base) {
        return new PriceFileReader(name, text(), base).read();
    }

    private String text() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
            int column = text.length() - text.lastIndexOf('\n');
            throw new PriceFileException(
                    name, line, column, "this is not UTF-8 text. Save the file with the encoding UTF-8.");
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
