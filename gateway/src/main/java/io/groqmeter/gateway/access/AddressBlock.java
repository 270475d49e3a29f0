package io.groqmeter.gateway.access;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A block of addresses in CIDR notation (RFC 4632): {@code 10.0.0.0/8}, {@code 2001:db8::/32}.
 *
 * @param network an address in it
 * @param bits the prefix length
 */
public record AddressBlock(InetAddress network, int bits) {

    /**
     * Parses one; a single address is a block of one.
     *
     * @throws IllegalArgumentException when it is not valid
     */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network =
                address(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> refused(text));
        int maxBits = network.getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return new AddressBlock(network, maxBits);
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > maxBits) {
            throw refused(text);
        }
        return new AddressBlock(network, Integer.parseInt(bits));
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("'" + text
                + "' is not an address or block of addresses, such as 10.0.0.0/8, 192.168.1.5 or 2001:db8::/32");
    }

    /** A numeric address; empty for anything else, including names, which are never resolved. */
    static Optional<InetAddress> address(String text) {
        byte[] bytes = text.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(text) : null;
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
