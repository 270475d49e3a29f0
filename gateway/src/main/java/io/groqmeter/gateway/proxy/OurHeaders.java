package io.groqmeter.gateway.proxy;

import io.groqmeter.usage.Attribution;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The headers of a request that are meant for us and tell whom the call is for; nobody else's business. */
final class OurHeaders {

    private static final String PREFIX = "x-groqmeter-";
    private static final AsciiString PROJECT = AsciiString.cached(PREFIX + "project");
    private static final AsciiString USER = AsciiString.cached(PREFIX + "user");
    private static final AsciiString TAGS = AsciiString.cached(PREFIX + "tags");
    private static final int MOST_TAGS = 16;

    private OurHeaders() {}

    static @Nullable String project(HttpHeaders headers) {
        return headers.get(PROJECT);
    }

    static @Nullable String user(HttpHeaders headers) {
        return headers.get(USER);
    }

    /** Reads {@code a=b,c=d}; what has no name or no value is left out, as is all beyond 16 tags. */
    static Map<String, String> tags(HttpHeaders headers) {
        String header = headers.get(TAGS);
        if (header == null) {
            return Map.of();
        }
        Map<String, String> tags = new TreeMap<>();
        for (String pair : header.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && tags.size() < MOST_TAGS) {
                String name = cut(pair.substring(0, equals).strip().toLowerCase(Locale.ROOT));
                String value = cut(pair.substring(equals + 1).strip());
                if (!name.isEmpty() && !value.isEmpty()) {
                    tags.put(name, value);
                }
            }
        }
        return tags;
    }

    private static String cut(String text) {
        return text.length() <= Attribution.LONGEST_LABEL ? text : text.substring(0, Attribution.LONGEST_LABEL);
    }

    /** Takes them out. */
    static void remove(HttpHeaders headers) {
        // Seldom are there any, and to ask for the set of names would copy each.
        List<CharSequence> ours = List.of();
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (AsciiString.regionMatches(name, true, 0, PREFIX, 0, PREFIX.length())) {
                ours = ours.isEmpty() ? new ArrayList<>() : ours;
                ours.add(name);
            }
        }
        ours.forEach(headers::remove);
    }
}
