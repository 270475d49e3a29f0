package io.groqmeter.gateway.proxy;

import static io.groqmeter.exchange.AttributionHeaders.PREFIX;

import io.groqmeter.exchange.AttributionHeaders;
import io.groqmeter.usage.Attribution;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The headers of a request that are meant for us; nobody else's business. */
final class OurHeaders {

    private OurHeaders() {}

    /** Takes them out; what they said of whom the call is for. */
    static Attribution take(HttpHeaders headers) {
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
        if (ours.isEmpty()) {
            return Attribution.none();
        }
        Attribution said = AttributionHeaders.read(headers::get);
        ours.forEach(headers::remove);
        return said;
    }
}
