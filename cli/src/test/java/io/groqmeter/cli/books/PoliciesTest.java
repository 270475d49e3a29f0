package io.groqmeter.cli.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.cli.settings.Settings;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoliciesTest {

    private static final Policy POLICY = new Policy(PolicyKind.BUDGET, "all", "{}");

    @TempDir
    private Path folder;

    @Test
    void what_a_command_keeps_before_the_first_start_is_there_for_the_next_command() {
        try (PolicyStore policies = Policies.open(settings("sqlite"))) {
            policies.put(POLICY);
        }

        try (PolicyStore policies = Policies.open(settings("sqlite"))) {
            assertThat(policies.list(PolicyKind.BUDGET)).containsExactly(POLICY);
        }
    }

    @Test
    void a_database_made_by_a_command_still_takes_the_first_tools_files_over_at_the_first_start() {
        Policies.open(settings("sqlite")).close();

        assertThat(folder.resolve("data/groqmeter.db")).exists();
        assertThat(folder.resolve("data/groqmeter.importing")).exists();
    }

    @Test
    void those_of_the_memory_store_are_out_of_reach() {
        assertThatThrownBy(() -> Policies.open(settings("memory"))).hasMessageContaining("ask the gateway");
    }

    private Settings settings(String store) {
        return Settings.of(Map.of(), Map.of("GROQMETER_STORE", store, "GROQMETER_DATA", "data"), folder);
    }
}
