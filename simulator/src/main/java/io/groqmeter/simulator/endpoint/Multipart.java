package io.groqmeter.simulator.endpoint;

import io.groqmeter.simulator.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A form as browsers and SDKs upload it ({@code multipart/form-data}); of repeated fields the last counts. */
final class Multipart {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("filename=\"([^\"]*)\"");
    private static final byte[] HEAD_END = ascii("\r\n\r\n");

    /** @param filename null for a plain field */
    record Part(@Nullable String filename, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private final Map<String, Part> parts = new LinkedHashMap<>();

    private Multipart() {}

    /** @throws GroqError 400 when the request is not a valid form */
    static Multipart of(Request request) {
        String type = request.headers().get("content-type");
        Matcher boundary = BOUNDARY.matcher(type == null ? "" : type);
        if (!boundary.find()) {
            throw GroqError.invalid("request Content-Type isn't multipart/form-data");
        }
        Multipart form = new Multipart();
        form.read(request.body(), ascii("--" + boundary.group(1)));
        return form;
    }

    @Nullable
    Part part(String name) {
        return parts.get(name);
    }

    /** A field's text; null without that field. */
    @Nullable
    String text(String name) {
        Part part = parts.get(name);
        return part == null ? null : part.text();
    }

    private void read(byte[] body, byte[] delimiter) {
        int at = indexOf(body, delimiter, 0);
        while (at >= 0) {
            int start = at + delimiter.length + 2;
            int next = indexOf(body, delimiter, start);
            int headEnd = indexOf(body, HEAD_END, start);
            if (next >= 0 && headEnd >= 0 && headEnd < next) {
                add(
                        new String(body, start, headEnd - start, StandardCharsets.UTF_8),
                        Arrays.copyOfRange(
                                body, headEnd + HEAD_END.length, Math.max(headEnd + HEAD_END.length, next - 2)));
            }
            at = next;
        }
    }

    private void add(String head, byte[] content) {
        Matcher name = NAME.matcher(head);
        Matcher filename = FILENAME.matcher(head);
        if (name.find()) {
            parts.put(name.group(1), new Part(filename.find() ? filename.group(1) : null, content));
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i <= bytes.length - wanted.length; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
