package io.groqmeter.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(strings = {"chat/completions", "models", "files/f_1-a/content", "models/openai/gpt-oss-20b"})
    void a_plainly_spelled_path_means_what_it_says(String path) {
        assertThat(RequestTarget.normalize(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/chat/completions, chat/completions",
        "chat//completions, chat/completions",
        "chat/completions/, chat/completions",
        "Chat/Completions, chat/completions",
        "chat/./completions, chat/completions",
        "models/../chat/completions, chat/completions",
        "chat/completions;v=1, chat/completions",
        "chat%2Fcompletions, chat/completions",
        "../v1/chat/completions, chat/completions"
    })
    void another_spelling_means_the_same(String path, String normalize) {
        assertThat(RequestTarget.normalize(path)).isEqualTo(normalize);
    }
}
