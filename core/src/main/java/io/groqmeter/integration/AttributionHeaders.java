package io.groqmeter.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.usage.Attribution;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The request headers that attribute a call: {@code x-groqmeter-project}, {@code x-groqmeter-user} and
 * {@code x-groqmeter-tags: a=b,c=d}. They never reach Groq.
 */
public final class AttributionHeaders {

    /** The prefix of the headers meant for groqmeter. */
    public static final String PREFIX = "x-groqmeter-";

    private static final int MOST_TAGS = 16;
    private static final String TOO_LONG =
            ", for it is longer than " + Attribution.LONGEST_LABEL + " characters; a hash stands for the rest";

    private static final Logger LOG = LoggerFactory.getLogger(AttributionHeaders.class);

    private AttributionHeaders() {}

    /**
     * The attribution in the headers.
     *
     * @param remark what was cut or left out, in plain ASCII and without the names themselves; null when nothing was
     */
    public record Said(Attribution attribution, @Nullable String remark) {}

    /** Whether a header is meant for groqmeter, and so must not be sent on. */
    public static boolean isOurs(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Reads the headers, and logs what was cut or left out.
     *
     * @param first the first value of the header of that name; null when there is none
     */
    public static Attribution read(Function<String, @Nullable String> first) {
        Said said = hear(first);
        if (said.remark() != null) {
            LOG.warn("A call's attribution was changed: {}", said.remark());
        }
        return said.attribution();
    }

    /**
     * Reads the headers.
     *
     * @param first the first value of the header of that name; null when there is none
     */
    public static Said hear(Function<String, @Nullable String> first) {
        String project = text(first.apply(PREFIX + "project"));
        String user = text(first.apply(PREFIX + "user"));
        String header = text(first.apply(PREFIX + "tags"));
        if (project == null && user == null && header == null) {
            return new Said(Attribution.none(), null);
        }
        List<String> remarks = new ArrayList<>();
        remarkIf(tooLong(project), PREFIX + "project is cut" + TOO_LONG, remarks);
        remarkIf(tooLong(user), PREFIX + "user is cut" + TOO_LONG, remarks);
        Map<String, String> tags = tags(header, remarks);
        String remark = remarks.isEmpty() ? null : String.join("; ", remarks);
        return new Said(new Attribution(null, project, user, tags), remark);
    }

    private static void remarkIf(boolean so, String remark, List<String> remarks) {
        if (so) {
            remarks.add(remark);
        }
    }

    private static boolean tooLong(@Nullable String label) {
        return label != null && label.strip().length() > Attribution.LONGEST_LABEL;
    }

    /** Header bytes arrive as Latin-1, while most clients send names such as José in UTF-8; valid UTF-8 is read as such. */
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
     * The headers of an attribution, for clients whose calls change threads before an integration sees them:
     * {@code AttributionHeaders.of(meter.context().attribution())}. They do not include the key.
     *
     * @throws IllegalArgumentException when a header cannot carry it: text that is not plain ASCII, a tag with a comma
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
                    "a header cannot carry the tag '" + text + "': it has a comma, or its name has an equals sign");
        }
        return text;
    }

    private static String plain(String text) {
        if (!text.chars().allMatch(letter -> letter >= ' ' && letter < 127)) {
            throw new IllegalArgumentException("a header takes plain ASCII only, not '" + text + "'");
        }
        return text;
    }

    /** Reads {@code a=b,c=d}. Pairs without name or value and tags beyond 16 are left out; the last value of a name counts. */
    private static Map<String, String> tags(@Nullable String header, List<String> remarks) {
        if (header == null) {
            return Map.of();
        }
        Map<String, String> tags = new TreeMap<>();
        int malformed = 0;
        int tooMany = 0;
        int again = 0;
        boolean tooLong = false;
        for (String pair : header.split(",")) {
            int equals = pair.indexOf('=');
            String name = pair.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = pair.substring(equals + 1).strip();
            if (name.isEmpty() || value.isEmpty()) {
                malformed += pair.isBlank() ? 0 : 1;
            } else if (tags.size() == MOST_TAGS && !tags.containsKey(name)) {
                tooMany++;
            } else {
                String before = tags.put(name, value);
                again += before == null || before.equals(value) ? 0 : 1;
                tooLong |= tooLong(name) || tooLong(value);
            }
        }
        remarkIf(malformed > 0, PREFIX + "tags: left out " + malformed + " that are not name=value", remarks);
        remarkIf(tooMany > 0, PREFIX + "tags: left out " + tooMany + " beyond " + MOST_TAGS, remarks);
        remarkIf(again > 0, PREFIX + "tags: a name was given two values, the last counts", remarks);
        remarkIf(tooLong, PREFIX + "tags: names or values are cut" + TOO_LONG, remarks);
        return tags;
    }
}
