package io.groqmeter.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * Groq as it was recorded: answers each request by the exchange its {@code x-replay} header names. Streams go out in pieces cut at
 * places a seed decides, in the middle of lines and characters; bodies whose recorded headers say so are compressed.
 */
final class RecordedUpstream implements AutoCloseable {

    private static final Pattern REPLAY = Pattern.compile("(?i)\r\nx-replay: (\\S+)\r\n");
    private static final int LONGEST_PIECE = 700;

    private final Map<String, RecordedExchange> exchanges;
    private final RawUpstream upstream;

    RecordedUpstream(List<RecordedExchange> exchanges) {
        this.exchanges = exchanges.stream().collect(Collectors.toMap(RecordedExchange::id, Function.identity()));
        this.upstream = new RawUpstream(connection -> {
            for (String request = connection.readRequest(); request != null; request = connection.readRequest()) {
                answer(connection, request);
            }
        });
    }

    String url() {
        return upstream.url();
    }

    /** The requests received, by the exchange they replay; of several only the last. */
    Map<String, String> requests() {
        return upstream.requests().stream()
                .collect(Collectors.toMap(RecordedUpstream::replayed, Function.identity(), (one, other) -> other));
    }

    private static String replayed(String request) {
        Matcher header = REPLAY.matcher(request);
        if (!header.find()) {
            throw new IllegalArgumentException("a request without x-replay: " + request);
        }
        return header.group(1);
    }

    private void answer(RawUpstream.Connection connection, String request) throws IOException {
        RecordedExchange exchange = Objects.requireNonNull(exchanges.get(replayed(request)));
        byte[] body = wire(exchange);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + exchange.status() + " As recorded\r\n");
        exchange.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (exchange.streamed()) {
            connection.write(head + "transfer-encoding: chunked\r\n\r\n");
            for (byte[] piece : pieces(exchange.id(), body)) {
                connection.write(Integer.toHexString(piece.length) + "\r\n" + new String(piece, ISO_8859_1) + "\r\n");
            }
            connection.write("0\r\n\r\n");
        } else {
            connection.write(head + "content-length: " + body.length + "\r\n\r\n" + new String(body, ISO_8859_1));
        }
    }

    /** The body's bytes on the wire; the same for every call. */
    static byte[] wire(RecordedExchange exchange) {
        if (!exchange.gzipped()) {
            return exchange.body();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(exchange.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<byte[]> pieces(String seed, byte[] body) {
        Random random = new Random(seed.hashCode());
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        while (from < body.length) {
            int to = Math.min(body.length, from + 1 + random.nextInt(random.nextInt(LONGEST_PIECE) + 1));
            pieces.add(Arrays.copyOfRange(body, from, to));
            from = to;
        }
        return pieces;
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
