package io.groqmeter.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.JsonFilePolicyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFilePolicyStoreTest extends PolicyStoreContract {

    private final Path folder;

    JsonFilePolicyStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    protected PolicyStore open() {
        return JsonFilePolicyStore.open(folder.resolve("data"));
    }

    @Test
    void a_file_that_cannot_be_understood_is_not_taken_for_an_empty_one() throws IOException {
        Path file = Files.createDirectories(folder.resolve("data")).resolve("policies.json");
        Files.writeString(file, "{\"policies\": [{\"kind\": \"wish\", \"id\": \"all\"}]}");

        assertThatThrownBy(this::open)
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("policies.json cannot be understood")
                .hasMessageContaining("wish");
    }
}
