package io.groqmeter.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.usage.Attribution;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The request headers by which a caller says whom its call is for: {@code x-groqmeter-project}, {@code x-groqmeter-user} and
 * {@code x-groqmeter-tags: a=b,c=d}. They never reach Groq.
 */
public final class AttributionHeaders {

    /** How the names of headers begin that are meant for us. */
    public static final String PREFIX = "x-groqmeter-";

    private static final int MOST_TAGS = 16;

    private AttributionHeaders() {}

    /** Whether a header is meant for us, and so must not be sent on. */
    public static boolean isOurs(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * What the headers say.
     *
     * @param first the first value of the header of that name; null when there is none
     */
    public static Attribution read(Function<String, @Nullable String> first) {
        String project = text(first.apply(PREFIX + "project"));
        String user = text(first.apply(PREFIX + "user"));
        String tags = text(first.apply(PREFIX + "tags"));
        return project == null && user == null && tags == null
                ? Attribution.none()
                : new Attribution(null, project, user, tags(tags));
    }

    /** A header's bytes come as Latin-1, and most clients send a name such as José in UTF-8: where they are that, they are read so. */
    private static @Nullable String text(@Nullable String header) {
        if (header == null || header.chars().allMatch(letter -> letter < 128)) {
            return header;
        }
        try {
            ByteBuffer bytes = ISO_8859_1.newEncoder().encode(CharBuffer.wrap(header));
            return UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }

    /**
     * The headers that say the same, for clients whose calls change threads before a hook hears of them:
     * {@code AttributionHeaders.of(meter.context().attribution())} is what the thread's scope says. The key is not among them.
     *
     * @throws IllegalArgumentException when a header cannot say it: what is not plain ASCII, a tag with a comma
     */
    public static Map<String, String> of(Attribution attribution) {
        Map<String, String> headers = new TreeMap<>();
        if (attribution.project() != null) {
            headers.put(PREFIX + "project", plain(attribution.project()));
        }
        if (attribution.user() != null) {
            headers.put(PREFIX + "user", plain(attribution.user()));
        }
        if (!attribution.tags().isEmpty()) {
            headers.put(
                    PREFIX + "tags",
                    new TreeMap<>(attribution.tags())
                            .entrySet().stream().map(AttributionHeaders::tag).collect(Collectors.joining(",")));
        }
        return headers;
    }

    private static String tag(Map.Entry<String, String> tag) {
        String text = plain(tag.getKey() + "=" + tag.getValue());
        if (text.indexOf(',') >= 0 || tag.getKey().indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                    "a header cannot tell the tag '" + text + "' apart: it has a comma or a second name");
        }
        return text;
    }

    private static String plain(String text) {
        if (!text.chars().allMatch(letter -> letter >= ' ' && letter < 127)) {
            throw new IllegalArgumentException("a header takes plain ASCII only, not '" + text + "'");
        }
        return text;
    }

    /** Reads {@code a=b,c=d}; what has no name or no value is left out, as is all beyond 16 tags. */
    private static Map<String, String> tags(@Nullable String header) {
        if (header == null) {
            return Map.of();
        }
        Map<String, String> tags = new TreeMap<>();
        for (String pair : header.split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && tags.size() < MOST_TAGS) {
                String name = pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                String value = pair.substring(equals + 1).strip();
                if (!name.isEmpty() && !value.isEmpty()) {
                    tags.put(name, value);
                }
            }
        }
        return tags;
    }
}
