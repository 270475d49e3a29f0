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
 * The request headers by which a caller says whom its call is for: {@code x-groqmeter-project}, {@code x-groqmeter-user} and
 * {@code x-groqmeter-tags: a=b,c=d}. They never reach Groq.
 */
public final class AttributionHeaders {

    /** How the names of headers begin that are meant for us. */
    public static final String PREFIX = "x-groqmeter-";

    private static final int MOST_TAGS = 16;
    private static final String TOO_LONG =
            ", for it is longer than " + Attribution.LONGEST_LABEL + " characters; a hash stands for the rest";

    private static final Logger LOG = LoggerFactory.getLogger(AttributionHeaders.class);

    private AttributionHeaders() {}

    /**
     * What the headers say.
     *
     * @param remark what was cut or left out of it, in plain ASCII and without the names themselves; null when nothing was
     */
    public record Said(Attribution attribution, @Nullable String remark) {}

    /** Whether a header is meant for us, and so must not be sent on. */
    public static boolean isOurs(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * What the headers say; what is cut or left out of it is said in the log.
     *
     * @param first the first value of the header of that name; null when there is none
     */
    public static Attribution read(Function<String, @Nullable String> first) {
        Said said = hear(first);
        if (said.remark() != null) {
            LOG.warn("A call's attribution was not taken as it was: {}", said.remark());
        }
        return said.attribution();
    }

    /**
     * What the headers say, and what of it is cut or left out.
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

    /** Reads {@code a=b,c=d}; what has no name or no value is left out, as is all beyond 16 tags. The last value of a name counts. */
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
