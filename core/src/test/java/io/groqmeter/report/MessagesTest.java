package io.groqmeter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private final Messages english = Messages.beside(SummaryText.class, Locale.ENGLISH);
    private final Messages spanish = Messages.beside(SummaryText.class, Locale.forLanguageTag("es"));

    @Test
    void both_languages_say_the_same_things() throws IOException {
        Properties en = read("wording.en.properties");
        Properties es = read("wording.es.properties");
        assertThat(es.keySet()).isEqualTo(en.keySet()).isNotEmpty();
        en.forEach((key, pattern) -> assertThat(es.getProperty((String) key))
                .as("the places of %s", key)
                .satisfies(other -> assertThat(places(other)).isEqualTo(places((String) pattern))));
    }

    @Test
    void one_and_many_differ() {
        assertThat(english.say("remark.errors", 1)).isEqualTo("One call ended in an error");
        assertThat(english.say("remark.errors", 2000)).isEqualTo("2,000 calls ended in an error");
        assertThat(spanish.say("remark.errors", 2000)).isEqualTo("2.000 llamadas terminaron en error");
    }

    @Test
    void any_other_system_language_reads_english() {
        assertThat(Messages.beside(SummaryText.class, Locale.JAPAN).say("summary.models"))
                .isEqualTo("Models");
        assertThat(Messages.beside(SummaryText.class, Locale.forLanguageTag("es-MX"))
                        .say("summary.models"))
                .isEqualTo("Modelos");
    }

    @Test
    void the_language_setting_wins_over_the_system() {
        assertThat(Messages.locale(" ES ", Locale.US)).isEqualTo(Locale.forLanguageTag("es"));
        assertThat(Messages.locale("en", Locale.forLanguageTag("es"))).isEqualTo(Locale.ENGLISH);
        assertThat(Messages.locale("", Locale.JAPAN)).isEqualTo(Locale.JAPAN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Messages.locale("fr", Locale.US))
                .withMessageContaining("GROQMETER_LANG must be es or en")
                .withMessageContaining("'fr'");
    }

    @Test
    void a_key_without_words_is_a_mistake_of_ours() {
        assertThatIllegalArgumentException().isThrownBy(() -> english.say("no.such.key"));
    }

    private static Set<String> places(String pattern) {
        return Pattern.compile("\\{(\\d)")
                .matcher(pattern)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStreamReader text = new InputStreamReader(
                Objects.requireNonNull(SummaryText.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            properties.load(text);
        }
        return properties;
    }
}
