package io.groqmeter.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.DecompressionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InflationTest {

    private static final byte[] TEXT = "data: {\"choices\":[{\"delta\":{\"content\":\"año 🍪\"}}]}\n\n"
            .repeat(3_000)
            .getBytes(UTF_8);

    @TestFactory
    Stream<DynamicTest> every_encoding_Groq_may_answer_in_is_read_in_any_pieces() {
        return Stream.of("gzip", "x-gzip", "deflate", "br", "zstd", "GZIP ")
                .map(encoding -> DynamicTest.dynamicTest(encoding, () -> {
                    byte[] packed = pack(encoding.strip().toLowerCase(Locale.ROOT));
                    Random random = new Random(7);
                    for (int most : new int[] {1, 7, 1_000, packed.length}) {
                        assertThat(inflate(encoding, packed, most, random)).isEqualTo(TEXT);
                    }
                }));
    }

    private static byte[] inflate(String encoding, byte[] packed, int most, Random random) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<ByteBuf> pieces = new ArrayList<>();
        try (Inflation inflation = requireNonNull(Inflation.of(encoding))) {
            for (int from = 0; from < packed.length; ) {
                int length = Math.min(packed.length - from, 1 + random.nextInt(most));
                ByteBuf piece = Unpooled.wrappedBuffer(packed, from, length);
                inflation.inflate(piece, part -> {
                    byte[] bytes = new byte[part.remaining()];
                    part.get(bytes);
                    text.writeBytes(bytes);
                });
                assertThat(piece.readableBytes())
                        .as("the bytes that pass stay as they are")
                        .isEqualTo(length);
                pieces.add(piece);
                from += length;
            }
        }
        assertThat(pieces).as("nothing is kept of them").allMatch(piece -> piece.refCnt() == 1);
        return text.toByteArray();
    }

    @Test
    void what_is_not_in_that_encoding_is_refused() {
        try (Inflation inflation = requireNonNull(Inflation.of("gzip"))) {
            ByteBuf plain = Unpooled.wrappedBuffer(TEXT);
            assertThatThrownBy(() -> inflation.inflate(plain, part -> {})).isInstanceOf(DecompressionException.class);
        }
    }

    @Test
    void an_encoding_nobody_knows_has_no_inflation() {
        assertThat(Inflation.of("compress")).isNull();
    }

    private static byte[] pack(String encoding) throws IOException {
        return switch (encoding) {
            case "gzip", "x-gzip" -> {
                ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                    gzip.write(TEXT);
                }
                yield packed.toByteArray();
            }
            case "deflate" -> {
                ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (DeflaterOutputStream deflate = new DeflaterOutputStream(packed)) {
                    deflate.write(TEXT);
                }
                yield packed.toByteArray();
            }
            case "br" -> {
                Brotli4jLoader.ensureAvailability();
                yield Encoder.compress(TEXT);
            }
            default -> Zstd.compress(TEXT);
        };
    }
}
