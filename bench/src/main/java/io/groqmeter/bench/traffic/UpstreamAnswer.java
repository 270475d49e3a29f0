package io.groqmeter.bench.traffic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * How the upstream answers one kind of call: a few variants in turn, so that no two neighbours used the same.
 *
 * @param variants each as wire bytes with its price; all of one shape
 * @param pause between two pieces of a variant
 * @param stamped whether the upstream writes the moment of sending into each answer's id
 */
public record UpstreamAnswer(List<Variant> variants, Duration pause, boolean stamped) {

    /**
     * One answer, made before the bench begins.
     *
     * @param pieces what is written at once; the first begins with the head
     * @param tally what it used
     */
    public record Variant(List<byte[]> pieces, Tally tally) {}

    private static final int VARIANTS = 16;
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String STREAM = "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n";

    /** Whole JSON of about 2 KB. */
    static UpstreamAnswer json() {
        return whole(number -> body(number), "");
    }

    /** The same, compressed. */
    static UpstreamAnswer gzip() {
        return whole(number -> compressed(body(number)), "Content-Encoding: gzip\r\n");
    }

    /** The same, stamped. */
    static UpstreamAnswer stampedJson() {
        return new UpstreamAnswer(json().variants, Duration.ZERO, true);
    }

    private interface Body {
        byte[] of(int number);
    }

    private static UpstreamAnswer whole(Body body, String encoding) {
        List<Variant> variants = new ArrayList<>();
        for (int number = 0; number < VARIANTS; number++) {
            byte[] bytes = body.of(number);
            variants.add(new Variant(List.of(framed(JSON + encoding, bytes)), Chat.tally(number)));
        }
        return new UpstreamAnswer(variants, Duration.ZERO, false);
    }

    /** The text of a transcription of that many seconds. */
    static UpstreamAnswer transcription(int seconds) {
        byte[] body = WireRequest.ascii(
                "{\"text\":\"" + Chat.text(900) + "\",\"x_groq\":{\"id\":\"req_01jbench000000000000000000\"}}");
        return new UpstreamAnswer(
                List.of(new Variant(List.of(framed(JSON, body)), Tally.audio(seconds))), Duration.ZERO, false);
    }

    /** A stream whose events go out with that pause between them, each in a write of its own. */
    static UpstreamAnswer paced(int events, Duration pause) {
        return stream(events, pause);
    }

    /** A stream that goes out in one write. */
    static UpstreamAnswer burst(int events) {
        UpstreamAnswer apart = stream(events, Duration.ZERO);
        List<Variant> variants = apart.variants.stream()
                .map(variant -> new Variant(List.of(joined(variant.pieces())), variant.tally()))
                .toList();
        return new UpstreamAnswer(variants, Duration.ZERO, false);
    }

    private static UpstreamAnswer stream(int events, Duration pause) {
        List<Variant> variants = new ArrayList<>();
        for (int number = 0; number < VARIANTS; number++) {
            List<byte[]> pieces = new ArrayList<>();
            for (String event : Chat.stream(number, events)) {
                byte[] chunk = chunk(WireRequest.ascii(event));
                pieces.add(pieces.isEmpty() ? joined(List.of(head(STREAM), chunk)) : chunk);
            }
            int last = pieces.size() - 1;
            pieces.set(last, joined(List.of(pieces.get(last), WireRequest.ascii("0\r\n\r\n"))));
            variants.add(new Variant(pieces, Chat.tally(number)));
        }
        return new UpstreamAnswer(variants, pause, false);
    }

    private static byte[] body(int number) {
        return WireRequest.ascii(Chat.whole(number));
    }

    private static byte[] framed(String headers, byte[] body) {
        return joined(List.of(head(headers + "Content-Length: " + body.length + "\r\n"), body));
    }

    private static byte[] head(String headers) {
        return WireRequest.ascii("HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\nx-groq-region: bench\r\n"
                + "x-ratelimit-remaining-requests: 499999\r\nx-ratelimit-remaining-tokens: 249999\r\n"
                + "x-request-id: req_01jbench000000000000000000\r\n" + headers + "\r\n");
    }

    private static byte[] chunk(byte[] event) {
        return joined(List.of(
                WireRequest.ascii(Integer.toHexString(event.length) + "\r\n"), event, WireRequest.ascii("\r\n")));
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static byte[] compressed(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return compressed.toByteArray();
    }
}
