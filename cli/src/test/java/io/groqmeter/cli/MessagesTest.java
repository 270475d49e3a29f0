package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.console.CliMessages;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessagesTest {

    @Test
    void both_languages_say_the_same_things() throws IOException {
        Properties en = read("wording.en.properties");
        Properties es = read("wording.es.properties");
        assertThat(es.keySet()).isEqualTo(en.keySet()).isNotEmpty();
        for (String key : en.stringPropertyNames()) {
            assertThat(places(es.getProperty(key))).as(key).isEqualTo(places(en.getProperty(key)));
        }
    }

    private static Set<String> places(String pattern) {
        return Pattern.compile("\\{\\d")
                .matcher(pattern)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Properties read(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStreamReader text = new InputStreamReader(
                Objects.requireNonNull(CliMessages.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            properties.load(text);
        }
        return properties;
    }
}
