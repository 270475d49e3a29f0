package io.groqmeter.gateway.page;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** A file of this jar as served: under a strict policy, revalidated each time, sent only when it changed. */
final class StaticFile {

    /** Only this gateway's own files, and no framing. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String contentType;
    private final byte[] plain;
    private final byte[] gzipped;
    private final String tag;

    StaticFile(InputStream file, String contentType) throws IOException {
        this.contentType = contentType;
        this.plain = file.readAllBytes();
        this.gzipped = compress(plain);
        this.tag = '"' + HexFormat.of().formatHex(Arrays.copyOf(digest(plain), 12)) + '"';
    }

    /** The file, or 304 when the browser has it. */
    LocalResponse answer(LocalRequest request) {
        boolean unchanged =
                request.headers().get(HttpHeaderNames.IF_NONE_MATCH, "").contains(tag);
        boolean gzip =
                request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "").contains("gzip");
        byte[] body = unchanged ? new byte[0] : gzip ? gzipped : plain;
        LocalResponse response = new LocalResponse(unchanged ? 304 : 200, contentType, body)
                .with("etag", tag)
                .with("vary", "accept, accept-encoding")
                .with("cache-control", "no-cache")
                .with("content-security-policy", POLICY)
                .with("referrer-policy", "no-referrer");
        return gzip && !unchanged ? response.with("content-encoding", "gzip") : response;
    }

    private static byte[] compress(byte[] plain) throws IOException {
        ByteArrayOutputStream gzipped = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream compress = new GZIPOutputStream(gzipped)) {
            compress.write(plain);
        }
        return gzipped.toByteArray();
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
