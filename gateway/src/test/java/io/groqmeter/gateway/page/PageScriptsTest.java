package io.groqmeter.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.StoredBooks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PageScriptsTest {

    /** Whole keys, and prefixes that a script completes. */
    private static final String SAID = "\\b(?:say|count)\\((?:[^()'`]* \\? )?['`]([\\w.]+)";

    private static Map<String, String> words(String language) {
        JsonNode file =
                StoredBooks.parse(PageSource.of("words." + language + ".json").text());
        Map<String, String> words = new TreeMap<>();
        file.properties()
                .forEach(word -> words.put(word.getKey(), word.getValue().textValue()));
        return words;
    }

    private static Set<String> holes(String text) {
        return new PageSource("", text).matches("\\{(\\w+)}");
    }

    @Test
    void every_word_is_there_in_both_languages_and_names_the_same_values() {
        Map<String, String> english = words("en");
        Map<String, String> spanish = words("es");

        assertThat(spanish.keySet()).isEqualTo(english.keySet());
        Map<String, Set<String>> values = new HashMap<>();
        english.forEach((key, text) -> values.put(key, holes(text)));
        spanish.forEach((key, text) -> assertThat(holes(text)).as(key).isEqualTo(values.get(key)));
    }

    @Test
    void every_word_a_script_says_exists() {
        Set<String> keys = words("en").keySet();
        for (PageSource script : PageSource.scripts()) {
            for (String said : script.matches(SAID)) {
                assertThat(keys).as(script.name()).anyMatch(key -> key.equals(said) || key.startsWith(said));
            }
        }
    }

    /** An undefined name fails only where it is reached: a receipt once stayed blank for one. */
    @Test
    void every_constant_a_script_uses_is_declared_or_imported_there() {
        for (PageSource script : PageSource.scripts()) {
            PageSource code = new PageSource(
                    script.name(), script.text().replaceAll("(?s)/\\*.*?\\*/|//[^\n]*|'[^'\n]*'|`[^`]*`", ""));
            Set<String> used = code.matches("(?<![.\\w])([A-Z][A-Z_]{2,})\\b(?!\\s*:)");
            used.removeAll(Set.of("JSON", "URL"));
            Set<String> known = code.matches("(?:const|let) ([A-Z_]+)\\b");
            code.matches("import \\{([^}]*)}")
                    .forEach(names -> known.addAll(List.of(names.trim().split("\\W+"))));

            assertThat(known).as(script.name()).containsAll(used);
        }
    }

    @Test
    void every_word_is_said_by_a_script() {
        Set<String> literals = new TreeSet<>();
        PageSource.scripts().forEach(script -> literals.addAll(script.matches("['`]([a-z][\\w.]*\\.?)")));

        assertThat(words("en").keySet()).allMatch(key -> literals.stream().anyMatch(key::startsWith));
    }

    @Test
    void scripts_hold_no_text_for_people_no_markup_and_no_address_of_others() {
        for (PageSource script : PageSource.scripts()) {
            assertThat(script.text()).as(script.name()).doesNotContain("innerHTML", "insertAdjacentHTML", "eval(");
            assertThat(script.matches("(https?://[^$\\s]+)")).as(script.name()).isEmpty();
            assertThat(script.matches("\\}, '([A-Z][a-z]+ [^']*)'"))
                    .as(script.name())
                    .isEmpty();
        }
    }
}
