package io.groqmeter.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPageTest {

    @Test
    void docs_config_md_is_what_the_table_of_settings_makes(@TempDir Path folder) throws IOException {
        assertThat(CommandRun.in(folder, "config-page").out())
                .as("renew it with: ./groqmeter config-page > docs/config.md")
                .isEqualTo(Files.readString(Path.of("..", "docs", "config.md")));
    }

    @Test
    void every_setting_has_its_line() {
        for (Setting setting : Setting.values()) {
            assertThat(ConfigPage.markdown()).contains("| `" + setting.env() + "` |", setting.sentence());
        }
    }
}
