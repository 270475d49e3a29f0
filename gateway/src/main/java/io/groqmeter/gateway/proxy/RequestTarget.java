package io.groqmeter.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** The target in a request's first line: its spelling, and what it means. */
final class RequestTarget {

    private static final String ROOT = "openai/v1/";

    /** More than any client needs. */
    private static final int MAX_DECODINGS = 4;

    private RequestTarget() {}

    /** The string that Netty's encoder turns back into the bytes received: the decoder reads Latin-1, the encoder writes UTF-8. */
    static String wireForm(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) >= 0x80) {
                return new String(uri.getBytes(ISO_8859_1), UTF_8);
            }
        }
        return uri;
    }

    /**
     * The path as servers commonly normalize it: decoded, in lower case, without empty segments, dots and {@code ;parameters}. So
     * an extra slash does not bypass the meter.
     *
     * @param path what follows {@code /openai/v1/}, without query
     */
    static String normalize(String path) {
        // Nearly every path is plain, and normalizing one costs 1.5 µs, 4 % of a call.
        return isPlain(path) ? path : normalized(path);
    }

    /**
     * Whether two servers may read it as different paths: it has {@code ..} segments, backslashes, control characters or a
     * fragment, plain or encoded any number of times.
     *
     * @param path what follows {@code /openai/v1/}, without query
     */
    static boolean isMisleading(String path) {
        String text = path;
        for (int times = 0; times < MAX_DECODINGS; times++) {
            if (isPlain(text)) {
                return false;
            }
            if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F || c == '\\' || c == '#') || hasParentSegment(text)) {
                return true;
            }
            String further = decoded(text);
            if (further.equals(text)) {
                return false;
            }
            text = further;
        }
        return true;
    }

    private static boolean hasParentSegment(String path) {
        for (String segment : path.split("/")) {
            if (segment.equals("..") || segment.startsWith("..;")) {
                return true;
            }
        }
        return false;
    }

    /** Whether it consists of lower-case names separated by single slashes. */
    private static boolean isPlain(String path) {
        char before = '/';
        for (int i = 0; i < path.length(); i++) {
            char next = path.charAt(i);
            boolean named = (next >= 'a' && next <= 'z') || (next >= '0' && next <= '9') || next == '_' || next == '-';
            if (!named && (next != '/' || before == '/')) {
                return false;
            }
            before = next;
        }
        return before != '/';
    }

    private static String normalized(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : (ROOT + decoded(path)).split("/")) {
            String name = segment.replaceFirst(";.*", "");
            if (name.equals("..")) {
                segments.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                segments.addLast(name.toLowerCase(Locale.ROOT));
            }
        }
        String normalized = String.join("/", segments);
        return normalized.startsWith(ROOT) ? normalized.substring(ROOT.length()) : normalized;
    }

    private static String decoded(String path) {
        try {
            return new QueryStringDecoder(path).path();
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
