package io.groqmeter.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InflationTest {

    private static final byte[] TEXT = new Random(7)
            .longs(6_000)
            .mapToObj(token -> "data: {\"choices\":[{\"delta\":{\"content\":\"año 🍪 " + token + "\"}}]}\n\n")
            .collect(Collectors.joining())
            .getBytes(UTF_8);

    private record Sent(String encoding, byte[] bytes) {}

    private static List<Sent> all() throws IOException {
        byte[] half = Arrays.copyOfRange(TEXT, 0, TEXT.length / 2);
        byte[] rest = Arrays.copyOfRange(TEXT, TEXT.length / 2, TEXT.length);
        List<Sent> sent = new ArrayList<>();
        for (String gzip : List.of("gzip", "x-gzip", "GZIP ", "identity, gzip", "gzip,", ",gzip", "none, gzip")) {
            sent.add(new Sent(gzip, gzip(TEXT)));
        }
        sent.add(new Sent("gzip", join(gzip(half), gzip(rest))));
        sent.add(new Sent("gzip", join(gzip(TEXT), new byte[16])));
        sent.add(new Sent("gzip", join(gzip(half), new byte[3], gzip(rest), new byte[1])));
        sent.add(new Sent("gzip", withAllFields(gzip(TEXT))));
        sent.add(new Sent("gzip, gzip", gzip(gzip(TEXT))));
        sent.add(new Sent("gzip", gzip(gzip(TEXT))));
        sent.add(new Sent("deflate", deflate(TEXT, false)));
        sent.add(new Sent("deflate", deflate(TEXT, true)));
        sent.add(new Sent("deflate", gzip(TEXT)));
        sent.add(new Sent("br", brotli(TEXT)));
        sent.add(new Sent("zstd", Zstd.compress(TEXT)));
        sent.add(new Sent("deflate, br", brotli(deflate(TEXT, true))));
        sent.add(new Sent("br, gzip", gzip(brotli(TEXT))));
        for (String plain : List.of("gzip", "deflate", "br", "zstd", "gzip, gzip")) {
            sent.add(new Sent(plain, TEXT));
        }
        return sent;
    }

    @TestFactory
    Stream<DynamicTest> what_clients_can_read_is_read_in_any_pieces() throws IOException {
        return all().stream()
                .map(sent -> DynamicTest.dynamicTest(sent.encoding + " of " + sent.bytes.length, () -> {
                    Random random = new Random(7);
                    for (int most : new int[] {1, 7, 1_000, sent.bytes.length}) {
                        assertThat(inflate(sent.encoding, sent.bytes, most, random))
                                .isEqualTo(TEXT);
                    }
                }));
    }

    @Test
    void what_came_before_a_fault_is_read() throws IOException {
        for (Sent sent : all()) {
            if (!Arrays.equals(sent.bytes, TEXT)) {
                byte[] broken = sent.bytes.clone();
                Arrays.fill(broken, broken.length * 3 / 4, broken.length, (byte) 0xff);
                byte[] read = inflate(sent.encoding, broken, 100, new Random(7));
                assertThat(Arrays.mismatch(read, TEXT)).as(sent.encoding).isGreaterThan(TEXT.length / 3);
            }
        }
    }

    @Test
    void a_checksum_that_does_not_come_or_does_not_fit_costs_nothing() throws IOException {
        byte[] packed = gzip(TEXT);
        byte[] wrong = packed.clone();
        wrong[packed.length - 6] ^= 1;
        assertThat(inflate("gzip", Arrays.copyOf(packed, packed.length - 8), 100, new Random(7)))
                .isEqualTo(TEXT);
        assertThat(inflate("gzip", wrong, 100, new Random(7))).isEqualTo(TEXT);
    }

    @Test
    void what_names_no_coding_is_none() {
        for (String value : List.of("", " ", "identity", "none", "UTF-8", "compress", "identity, identity")) {
            assertThat(Inflation.of(List.of(value), bytes -> {})).as(value).isNull();
        }
    }

    @Test
    void more_codings_than_can_be_meant_are_refused() {
        assertThatThrownBy(() -> Inflation.of(List.of("gzip, gzip", "gzip, gzip, gzip"), bytes -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_bomb_is_not_read_to_its_end() throws IOException {
        byte[] bomb = gzip(new byte[64 * 1024 * 1024]);
        assertThat(inflate("gzip", bomb, bomb.length, new Random(7)).length).isLessThan(20_000_000);
    }

    private static byte[] inflate(String encoding, byte[] packed, int most, Random random) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Inflation inflation = Inflation.of(List.of(encoding), part -> {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            text.writeBytes(bytes);
        })) {
            assertThat(inflation).isNotNull();
            for (int from = 0; from < packed.length && inflation != null; ) {
                int length = Math.min(packed.length - from, 1 + random.nextInt(most));
                ByteBuffer piece = ByteBuffer.allocateDirect(length);
                ByteBuf bytes =
                        Unpooled.wrappedBuffer(piece.put(packed, from, length).flip());
                inflation.inflate(bytes);
                assertThat(bytes.readableBytes()).isEqualTo(length);
                from += length;
            }
        }
        return text.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        }
        return packed.toByteArray();
    }

    /** With an extra field, a name, a comment and a checksum in its head. */
    private static byte[] withAllFields(byte[] member) {
        byte[] head = Arrays.copyOf(member, 10);
        head[3] = 2 | 4 | 8 | 16;
        byte[] fields = {3, 0, 'a', 0, 'c', 'n', 0, 'c', 'c', 0, 1, 2};
        return join(head, fields, Arrays.copyOfRange(member, 10, member.length));
    }

    private static byte[] deflate(byte[] text, boolean bare) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(packed, new Deflater(6, bare))) {
            deflate.write(text);
        }
        return packed.toByteArray();
    }

    private static byte[] brotli(byte[] text) throws IOException {
        Brotli4jLoader.ensureAvailability();
        return Encoder.compress(text);
    }
}
