package io.groqmeter.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Properties;

/**
 * Texts for people, in English or Spanish. Immutable.
 *
 * <p>They come from a pair of files beside a class, {@code wording.en.properties} and {@code wording.es.properties}, with the same
 * keys and {@link MessageFormat} patterns.
 */
public final class Messages {

    private final Locale locale;
    private final Properties sentences;

    private Messages(Locale locale, Properties sentences) {
        this.locale = locale;
        this.sentences = sentences;
    }

    /** The texts beside that class, in the locale's language: Spanish for Spanish, English for every other. */
    public static Messages beside(Class<?> owner, Locale locale) {
        String language = locale.getLanguage().equals("es") ? "es" : "en";
        Locale used = locale.getLanguage().equals(language) ? locale : Locale.ENGLISH;
        return new Messages(used, read(owner, "wording." + language + ".properties"));
    }

    /**
     * The locale for a language setting.
     *
     * @param language {@code es}, {@code en}, or blank for the system's own
     * @param system the system's locale
     * @throws IllegalArgumentException for any other language
     */
    public static Locale locale(String language, Locale system) {
        return switch (language.strip().toLowerCase(Locale.ROOT)) {
            case "" -> system;
            case "es" -> Locale.forLanguageTag("es");
            case "en" -> Locale.ENGLISH;
            default ->
                throw new IllegalArgumentException(
                        "GROQMETER_LANG must be es or en (or empty for the system's language), not '" + language + "'");
        };
    }

    /** The text of that key with its placeholders filled; numbers in the locale's format. */
    public String say(String key, Object... values) {
        String pattern = sentences.getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no wording for '" + key + "' in " + locale);
        }
        return new MessageFormat(pattern, locale).format(values);
    }

    /** A whole number with the locale's grouping. */
    public String number(long value) {
        return NumberFormat.getIntegerInstance(locale).format(value);
    }

    public Locale locale() {
        return locale;
    }

    private static Properties read(Class<?> owner, String name) {
        try (InputStream bytes = owner.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IllegalArgumentException("no " + name + " beside " + owner.getName());
            }
            Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
            Properties properties = new Properties();
            properties.load(text);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
