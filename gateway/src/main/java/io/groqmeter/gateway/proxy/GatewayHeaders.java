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
    private static final int LONGEST_NAME = 64;
    private static final int MOST_ODD = 4;

    private GatewayHeaders() {}

    /** Removes them; the attribution they carry, and a remark on those that are not valid. */
    static Said take(HttpHeaders headers) {
        // Usually there are none, and asking for the set of names would copy each.
        List<CharSequence> ours = List.of();
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (AsciiString.regionMatches(name, true, 0, PREFIX, 0, PREFIX.length())) {
                ours = ours.isEmpty() ? new ArrayList<>() : ours;
                ours.add(name);
            }
        }
        if (ours.isEmpty()) {
            return NOTHING;
        }
        Said said = AttributionHeaders.hear(headers::get);
        String odd = odd(ours);
        ours.forEach(headers::remove);
        if (odd == null) {
            return said;
        }
        return new Said(said.attribution(), said.remark() == null ? odd : said.remark() + "; " + odd);
    }

    /** Unknown headers, and repeated ones, of which only the first counts. */
    private static @Nullable String odd(List<CharSequence> ours) {
        Set<String> seen = new TreeSet<>();
        Set<String> odd = new TreeSet<>();
        for (CharSequence name : ours) {
            String lower = name.toString().toLowerCase(Locale.ROOT);
            if (!seen.add(lower)) {
                odd.add(lower + " came twice, the first counts");
            } else if (!KNOWN.contains(lower) && lower.length() <= LONGEST_NAME) {
                odd.add(lower + " is not known");
            }
        }
        return odd.isEmpty() ? null : odd.stream().limit(MOST_ODD).collect(Collectors.joining("; "));
    }
}
