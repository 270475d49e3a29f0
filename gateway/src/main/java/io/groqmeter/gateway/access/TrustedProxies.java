package io.groqmeter.gateway.access;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proxies whose {@code X-Forwarded-For} or {@code Forwarded} (RFC 7239) headers are believed. Each proxy appends to them; read from
 * the end, the first address that is not a trusted proxy's is the client's. From anybody else these headers mean only that the
 * request is not local.
 *
 * @param blocks their addresses
 */
public record TrustedProxies(List<AddressBlock> blocks) {

    private static final AsciiString X_FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");

    public TrustedProxies {
        blocks = List.copyOf(blocks);
    }

    /** Trusts no proxy. */
    public static TrustedProxies none() {
        return new TrustedProxies(List.of());
    }

    /** Whether an address is a trusted proxy's. */
    public boolean contains(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    /**
     * The source of a request.
     *
     * @param peer the other end of its connection
     */
    public RequestSource source(HttpHeaders headers, InetAddress peer) {
        boolean hasXForwardedFor = headers.contains(X_FORWARDED_FOR);
        boolean hasForwarded = headers.contains(FORWARDED);
        if (!contains(peer) || !(hasXForwardedFor || hasForwarded)) {
            return new RequestSource(peer, hasXForwardedFor || hasForwarded || headers.contains(HttpHeaderNames.VIA));
        }
        Optional<InetAddress> fromXForwardedFor =
                hasXForwardedFor ? client(hops(headers.getAll(X_FORWARDED_FOR))) : Optional.empty();
        Optional<InetAddress> fromForwarded =
                hasForwarded ? client(forwarded(headers.getAll(FORWARDED))) : Optional.empty();
        // A proxy writes one of the two and may pass on the other as a client forged it.
        boolean consistent = hasXForwardedFor && hasForwarded ? fromXForwardedFor.equals(fromForwarded) : true;
        return Optional.of(hasXForwardedFor ? fromXForwardedFor : fromForwarded)
                .filter(any -> consistent)
                .flatMap(any -> any)
                .map(client -> new RequestSource(client, false))
                .orElse(new RequestSource(peer, true));
    }

    /** The client among the hops; empty when a hop that decides is not an address. */
    private Optional<InetAddress> client(List<String> hops) {
        Optional<InetAddress> last = Optional.empty();
        for (int at = hops.size() - 1; at >= 0; at--) {
            last = address(hops.get(at));
            if (last.isEmpty() || !contains(last.get())) {
                return last;
            }
        }
        return last;
    }

    private static List<String> hops(List<String> lines) {
        return lines.stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .toList();
    }

    /** The {@code for} of each element; empty text where it is missing. */
    private static List<String> forwarded(List<String> lines) {
        List<String> hops = new ArrayList<>();
        for (String element : hops(lines)) {
            String client = "";
            for (String pair : element.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase("for")) {
                    client = pair.substring(equals + 1).strip();
                }
            }
            boolean quoted = client.length() > 1 && client.startsWith("\"") && client.endsWith("\"");
            hops.add(quoted ? client.substring(1, client.length() - 1) : client);
        }
        return hops;
    }

    /** An address, with or without a port; IPv6 in brackets where it has one. */
    private static Optional<InetAddress> address(String hop) {
        String text = hop.strip();
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            boolean whole = end > 0 && text.substring(end + 1).matches("(:\\d{1,5})?");
            return whole ? AddressBlock.address(text.substring(1, end)) : Optional.empty();
        }
        int colon = text.indexOf(':');
        boolean port = colon > 0
                && text.indexOf(':', colon + 1) < 0
                && text.substring(colon).matches(":\\d{1,5}");
        return AddressBlock.address(port ? text.substring(0, colon) : text);
    }
}
