package io.groqmeter.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.testkit.LoadEveryClass;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that has the libraries on its class path pays nothing for them until it builds a meter. */
class ClassLoadTest {

    @TempDir
    Path folder;

    @Test
    void no_class_starts_a_thread_or_writes_a_file_as_it_is_initialised() throws Exception {
        List<String> told = LoadEveryClass.run(folder);
        assertThat(told).singleElement().asString().matches("classes: \\d{3,}");
    }
}
