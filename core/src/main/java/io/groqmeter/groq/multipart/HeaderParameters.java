package io.groqmeter.groq.multipart;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The value and parameters of a header such as {@code form-data; name="file"; filename="a.mp3"}.
 *
 * <p>In quoted strings a backslash escapes only a quote or a backslash: browsers write Windows paths as they are. Names of parameters are
 * in lower case; of two with the same name the first counts.
 */
public final class HeaderParameters {
    private final String text;
    private final Map<String, String> parameters = new HashMap<>();
    private final String value;
    private boolean irregular;
    private int at;

    public HeaderParameters(String header) {
        text = header;
        value = token().toLowerCase(Locale.ROOT);
        while (at < text.length()) {
            at++; // the semicolon
            String name = upTo("=;").toLowerCase(Locale.ROOT);
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                String parameter = parameter();
                irregular |= parameters.putIfAbsent(name, parameter) != null;
            } else {
                irregular |= !name.isEmpty();
            }
        }
        // Whether a backslash escapes what follows it, readers do not agree on.
        irregular |= parameters.containsKey("name*") || parameters.containsKey("boundary*") || text.indexOf('\\') >= 0;
        irregular |= text.chars().anyMatch(c -> c < ' ' && c != '\t');
    }

    /** The value before the first semicolon, in lower case. */
    public String value() {
        return value;
    }

    /** A parameter, without its quotes. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /**
     * Whether two readers may find two things in it: a parameter twice, a name or boundary in extended form, a backslash, something behind
     * a quoted text.
     */
    public boolean irregular() {
        return irregular;
    }

    /** A parameter in RFC 5987 form ({@code name*=UTF-8''percent%20encoded}), or else in plain form. */
    Optional<String> getExtended(String name) {
        return get(name + "*").flatMap(HeaderParameters::decode).or(() -> get(name));
    }

    private static Optional<String> decode(String extended) {
        String[] parts = extended.split("'", 3);
        if (parts.length < 3 || !parts[0].equalsIgnoreCase("UTF-8")) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(parts[2].replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private String parameter() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '"' ? quoted() : token();
    }

    private String token() {
        return upTo(";");
    }

    private String quoted() {
        StringBuilder unquoted = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            boolean escape = text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
            at += escape ? 1 : 0;
            unquoted.append(text.charAt(at++));
        }
        irregular |= at >= text.length();
        at = Math.min(at + 1, text.length());
        boolean bare = upTo(";").isEmpty();
        irregular |= !bare;
        return unquoted.toString();
    }

    private String upTo(String stops) {
        int start = at;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }
}
