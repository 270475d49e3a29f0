package io.groqmeter.exchange;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file that an answer has (RFC 9110, 14.4).
 *
 * @param from the offset of the first
 * @param total the file's length; empty when unknown
 */
record ContentRange(long from, OptionalLong total) {

    private static final Pattern BYTES = Pattern.compile(
            "\\s*bytes\\s+(\\d{1,18})\\s*-\\s*(\\d{1,18})\\s*/\\s*(\\d{1,18}|\\*)\\s*", Pattern.CASE_INSENSITIVE);

    /** The range of a whole file, whose length is negative when unknown. */
    static ContentRange whole(long length) {
        return new ContentRange(0, length < 0 ? OptionalLong.empty() : OptionalLong.of(length));
    }

    /** Parses a {@code Content-Range} header; empty when it is missing, or not one range of bytes. */
    static Optional<ContentRange> of(@Nullable String header) {
        Matcher matcher = BYTES.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long from = Long.parseLong(matcher.group(1));
        long to = Long.parseLong(matcher.group(2));
        String total = matcher.group(3);
        OptionalLong size = total.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total));
        boolean sane = from <= to && to < size.orElse(Long.MAX_VALUE);
        return sane ? Optional.of(new ContentRange(from, size)) : Optional.empty();
    }
}
