package io.groqmeter.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.BatchInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchInputsTest {

    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");

    private static BatchInput input(String model, String... customIds) {
        return new BatchInput(Map.of(
                model,
                List.of(customIds).stream()
                        .map(id -> new BatchInput.Line(BatchInput.hash(id), BatchInput.hash("url of " + id)))
                        .toList()));
    }

    @Test
    void a_line_is_known_by_its_custom_id_for_its_caller_across_a_restart(@TempDir Path folder) throws Exception {
        BatchInputs inputs = BatchInputs.in(folder);
        inputs.remember("ana", input("whisper-large-v3", "a", "b", "c"), NOW);
        inputs.save();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("batch_inputs.tsv"))))
                .isEqualTo("rw-------");
        Path file = folder.resolve(BatchInputs.FILE);
        Files.writeString(file, "not ours\n", StandardOpenOption.APPEND);

        BatchInputs again = BatchInputs.in(folder);
        for (String id : List.of("a", "b", "c")) {
            assertThat(again.asked("ana", id))
                    .hasValue(new BatchInputs.Asked("whisper-large-v3", BatchInput.hash("url of " + id)));
        }
        assertThat(again.asked("ana", "d")).isEmpty();
        assertThat(again.asked("ben", "a")).isEmpty();
        assertThat(again.asked(null, "a")).isEmpty();
        assertThat(Files.readString(file, UTF_8)).doesNotContain("url of", "ana");
    }

    @Test
    void a_custom_id_of_two_files_with_different_models_is_unknown_and_with_the_same_is_known() {
        BatchInputs inputs = BatchInputs.inMemory();
        inputs.remember("ana", input("whisper-large-v3", "a", "b"), NOW);
        inputs.remember("ana", input("whisper-large-v3-turbo", "b", "c"), NOW);
        inputs.remember("ana", input("whisper-large-v3", "a"), NOW);

        assertThat(inputs.asked("ana", "a").map(BatchInputs.Asked::model)).hasValue("whisper-large-v3");
        assertThat(inputs.asked("ana", "b")).isEmpty();
        assertThat(inputs.asked("ana", "c").map(BatchInputs.Asked::model)).hasValue("whisper-large-v3-turbo");
    }

    @Test
    void inputs_of_long_ago_are_forgotten() {
        BatchInputs inputs = BatchInputs.inMemory();
        inputs.remember("ana", input("whisper-large-v3", "a"), NOW);
        inputs.remember("ana", input("whisper-large-v3", "b"), NOW.plus(Duration.ofDays(31)));

        assertThat(inputs.asked("ana", "a")).isEmpty();
        assertThat(inputs.asked("ana", "b")).isPresent();
    }
}
