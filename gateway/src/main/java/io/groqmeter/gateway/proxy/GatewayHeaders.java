package io.groqmeter.gateway.proxy;

import static io.groqmeter.integration.AttributionHeaders.PREFIX;

import io.groqmeter.integration.AttributionHeaders;
import io.groqmeter.integration.AttributionHeaders.Said;
import io.groqmeter.usage.Attribution;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The request headers addressed to the gateway, {@code x-groqmeter-…}; they do not go to Groq. */
final class GatewayHeaders {

    private static final Said NOTHING = new Said(Attribution.none(), null);
    private static final Set<String> KNOWN = Set.of(PREFIX + "project", PREFIX + "user", PREFIX + "tags");
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_REMARKS = 4;

    private GatewayHeaders() {}

    /** Removes them; the attribution they carry, and a remark on those that are not valid. */
    static Said take(HttpHeaders headers) {
        // Usually there are none, and asking for the set of names would copy each.
        List<CharSequence> names = List.of();
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (AsciiString.regionMatches(name, true, 0, PREFIX, 0, PREFIX.length())) {
                names = names.isEmpty() ? new ArrayList<>() : names;
                names.add(name);
            }
        }
        if (names.isEmpty()) {
            return NOTHING;
        }
        Said parsed = AttributionHeaders.hear(headers::get);
        String invalid = invalid(names);
        names.forEach(headers::remove);
        if (invalid == null) {
            return parsed;
        }
        return new Said(parsed.attribution(), parsed.remark() == null ? invalid : parsed.remark() + "; " + invalid);
    }

    /** Unknown headers, and repeated ones, of which only the first counts. */
    private static @Nullable String invalid(List<CharSequence> names) {
        Set<String> seen = new TreeSet<>();
        Set<String> invalid = new TreeSet<>();
        for (CharSequence name : names) {
            String lower = name.toString().toLowerCase(Locale.ROOT);
            if (!seen.add(lower)) {
                invalid.add(lower + " came twice, the first counts");
            } else if (!KNOWN.contains(lower) && lower.length() <= MAX_NAME_LENGTH) {
                invalid.add(lower + " is not known");
            }
        }
        return invalid.isEmpty() ? null : invalid.stream().limit(MAX_REMARKS).collect(Collectors.joining("; "));
    }
}
